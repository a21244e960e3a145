import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readNotices, writeNotices } from '../../scripts/supply/notices.ts';

const MIT = 'MIT License\n\nCopyright (c) 2020 A\n\nPermission is hereby granted';
const about = (name: string, license: string) => JSON.stringify({ name, version: '1.2.3', license });
const FILES = {
  'src/own.js': '// Copyright 1999 nobody else',
  'node_modules/a/package.json': about('a', 'MIT'),
  'node_modules/a/LICENSE.md': MIT,
  'node_modules/a/dist/index.js': '// Copyright (c) 2020 A\nexport const a = 1;',
  'node_modules/a/dist/borrowed.js': '/* Sort.\n * Copyright (C) 2011 by B <b@b.example>\n */',
  'node_modules/@s/twin/package.json': about('@s/twin', 'MIT'),
  'node_modules/@s/twin/license': MIT,
  'node_modules/@s/twin/index.js': 'const text = "Copyright 2001 a string";',
  'node_modules/@s/twin/node_modules/google/package.json': about('google', 'Apache-2.0'),
  'node_modules/@s/twin/node_modules/google/index.js':
    '/** @license Copyright 2018 Google LLC. All Rights Reserved. */',
  'node_modules/readme/package.json': about('readme', 'MIT'),
  'node_modules/readme/README.md':
    '# readme\n\nUse it.\n\n## License (MIT)\n\nCopyright 2019 C.\n\nPermission is granted',
  'node_modules/readme/index.js': '',
  'node_modules/bare/package.json': about('bare', 'MIT'),
  'node_modules/bare/README.md': '# bare\n\n## License\n\nMIT',
  'node_modules/bare/index.js': '',
} as const;

let root = '';
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'absum-notices-'));
  for (const [name, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
});
afterAll(() => rmSync(root, { recursive: true }));

const write = (...modules: (keyof typeof FILES | string)[]) =>
  writeNotices(modules.map((name) => join(root, name)));

describe('notices', () => {
  test('name each package once, with the text of its licence, and nothing of this project', () => {
    const modules = ['index.js', 'borrowed.js?worker', 'index.js?url'].map(
      (file) => `node_modules/a/dist/${file}`,
    );
    const text = write('src/own.js', ...modules, 'x/virtual');
    expect(text).toContain('2011 by B');
    expect(readNotices(text)).toEqual([{ name: 'a', version: '1.2.3', licence: 'MIT' }]);
    expect(text).toContain(MIT);
    expect(text).not.toContain('1999');
  });

  test('name the owners that stand in the files alone', () => {
    expect(write('node_modules/a/dist/index.js')).not.toContain('  Copyright');
    expect(write('node_modules/a/dist/borrowed.js')).toContain(
      'a 1.2.3 (MIT)\n  Copyright (C) 2011 by B <b@b.example>\n',
    );
  });

  test('write a text that packages share once', () => {
    const text = write('node_modules/a/dist/index.js', 'node_modules/@s/twin/index.js');
    expect(readNotices(text).map(({ name }) => name)).toEqual(['@s/twin', 'a']);
    expect(text.split(MIT)).toHaveLength(2);
    expect(text).not.toContain('a string');
  });

  test('give a package of the Apache License that ships no text the text, with the owners of its files', () => {
    const text = write('node_modules/@s/twin/node_modules/google/index.js');
    expect(readNotices(text).map(({ name }) => name)).toEqual(['google']);
    expect(text).toContain('  Copyright 2018 Google LLC. All Rights Reserved.\n');
    expect(text).toContain('TERMS AND CONDITIONS FOR USE, REPRODUCTION, AND DISTRIBUTION');
  });

  test('take a licence out of the README, and refuse a package that has none', () => {
    expect(write('node_modules/readme/index.js')).toContain('Copyright 2019 C.\n\nPermission is granted');
    expect(() => write('node_modules/bare/index.js')).toThrow(
      /bare: expected a licence to pass on, found none/,
    );
  });
});
