// What runs in the browser: it checks and times the same contestants as `parts/training.ts`, by the same code.
import * as wasmBackend from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { createFusedEngine } from '../../src/engines/fused/engine.ts';
import { enterEngine } from '../peers/engine.ts';
import { enterJaxJs, loadJaxJs } from '../peers/jax-js.ts';
import { enterEager, enterLayers } from '../peers/tfjs.ts';
import type { Peer } from '../peers/trainer.ts';
import { makeSetting } from '../setting.ts';
import { CHECKED_BATCHES, checkField } from '../training/check.ts';
import type { ShapeResult, TimedShape } from '../training/result.ts';
import { timeField } from '../training/time.ts';
import type { PageRun, PageWork } from './work.ts';

const ROWS = 4096;

async function runInPage({ shapes, rounds, hasRelaxed }: PageWork): Promise<PageRun> {
  wasmBackend.setWasmPaths('/');
  wasmBackend.setThreadsCount(1);
  await tf.setBackend('wasm');
  const field: Peer[] = [
    await enterModule('absum fused', '/absum.wasm'),
    ...(hasRelaxed ? [await enterModule('absum relaxed', '/absum-relaxed.wasm')] : []),
    enterLayers(tf, layers),
    enterEager(tf),
    enterJaxJs(await loadJaxJs()),
  ];
  const results: ShapeResult[] = [];
  for (const shape of shapes) {
    await checkField(field, makeSetting(shape, CHECKED_BATCHES * shape.batchSize));
    results.push(await timeField(field, shape satisfies TimedShape, ROWS, null, rounds));
  }
  return {
    shapes: results,
    hasSimd: (await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT')) === true,
    webgl: nameWebGl(),
  };
}

async function enterModule(name: string, path: string): Promise<Peer> {
  const module = await WebAssembly.compile(await (await fetch(path)).arrayBuffer());
  return enterEngine(createFusedEngine(module), name);
}

/** What would draw for tfjs's WebGL backend; null without WebGL. */
function nameWebGl(): string | null {
  const gl = document.createElement('canvas').getContext('webgl2');
  const info = gl?.getExtension('WEBGL_debug_renderer_info');
  return info ? String(gl?.getParameter(info.UNMASKED_RENDERER_WEBGL)) : null;
}

Object.assign(globalThis, { runInPage });
