// A program that compares by the built package in one thread: a recipe as JSON on each line, a report for each.
import { createInterface } from 'node:readline';
import { compare } from '../../dist/index.js';
import { createEngines } from '../../dist/node.js';

const engines = createEngines();
for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(await compare(JSON.parse(line), { engines })));
}
