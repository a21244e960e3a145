import { writeFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import type { CheckAnswer, Fault } from '../../../src/check/answer.ts';
import type { FaultCode } from '../../../src/check/faults/codes.ts';
import { SEEN, WHY } from '../../../src/check/faults/texts.ts';
import { errorAt } from '../../../src/errors.ts';
import { VERSION } from '../../../src/version.ts';
import { openFolder } from '../samples.ts';
import { measureWidest, type Typed, type } from '../screen.ts';

// What a check answers is tested elsewhere; here is what the command makes of it.

const FAULT = {
  code: 'penalty-subtracted',
  severity: 'error',
  cell: null,
  line: 3,
  column: 12,
  endLine: 3,
  source: ['    loss = loss - lam * l1'],
  message: 'l1 is subtracted from loss, on which backward is called.',
  mend: '    loss = loss + lam * l1',
  certainty: 'certain',
} as const;

function makeFault(fields: Partial<Fault> = {}): Fault {
  const code: FaultCode = fields.code ?? FAULT.code;
  return { ...FAULT, source: [...FAULT.source], why: WHY[code], seen: SEEN[code], ...fields };
}

const makeAnswer = (faults: Fault[], fields: Partial<CheckAnswer> = {}): CheckAnswer => ({
  headline: 'The penalty is subtracted.',
  framework: 'pytorch',
  faults,
  recipe: null,
  unread: [],
  notes: [],
  version: VERSION,
  ...fields,
});

const WARNING = makeFault({
  code: 'batches-overlap',
  severity: 'warning',
  line: 5,
  endLine: 6,
  column: 5,
  source: ['    for i in range(n):', '        xb = x[i : i + 32]'],
  mend: '    for i in range(0, n, 32):\n        xb = x[i : i + 32]',
  certainty: 'likely',
});
const INFO = makeFault({ code: 'one-seed', severity: 'info', mend: null });

const at = openFolder();
beforeAll(() => {
  writeFileSync(at('train.py'), 'import torch\n');
  writeFileSync(at('other.py'), '\uFEFFimport torch\n');
  writeFileSync(at('a,b.ipynb'), '{}');
  writeFileSync(at('latin1.py'), Buffer.from([0x23, 0xe9, 10]));
  writeFileSync(at('train.pyc'), Buffer.from([0x23, 0, 10]));
});

/** The texts that are checked, and an answer for each. */
function answerWith(...answers: (CheckAnswer | Error)[]) {
  const texts: string[] = [];
  const checkLoop = async (text: string) => {
    const answer = answers[Math.min(texts.push(text), answers.length) - 1];
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return { texts, services: { check: async () => ({ checkLoop }) } };
}

const check = (argv: string[], answers: (CheckAnswer | Error)[], typed: Typed = {}) =>
  type(['check', ...argv], { services: answerWith(...answers).services, env: { COLUMNS: '100' }, ...typed });

describe('absum check', () => {
  it('prints each fault with its place, its lines, a mark, why it matters, where it was seen, and the mend', async () => {
    const file = at('train.py');
    const { code, stdout } = await check([file], [makeAnswer([makeFault(), WARNING])]);
    expect(code).toBe(3);
    const [head, first, second, summary] = stdout.split('\n\n');
    expect(head).toBe(`${file}: The penalty is subtracted.`);
    expect(first.split('\n')).toEqual([
      `${file}:3:12 error penalty-subtracted (certain)`,
      '  3 |     loss = loss - lam * l1',
      '    |            ^',
      '  l1 is subtracted from loss, on which backward is called.',
      '  Why: Minimising the loss minus lambda * |w| rewards large weights, so they grow with lambda',
      '  instead of shrinking.',
      `  Seen: ${SEEN['penalty-subtracted']}`,
      '  -     loss = loss - lam * l1',
      '  +     loss = loss + lam * l1',
    ]);
    expect(second.split('\n').slice(0, 4)).toEqual([
      `${file}:5:5 warning batches-overlap (likely)`,
      '  5 |     for i in range(n):',
      '    |     ^',
      '  6 |         xb = x[i : i + 32]',
    ]);
    // What both have at the end is not repeated.
    expect(second.split('\n').slice(-2)).toEqual([
      '  -     for i in range(n):',
      '  +     for i in range(0, n, 32):',
    ]);
    expect(summary).toMatch(/^1 file, 2 faults: 1 error and 1 warning\.\ndocs\/check\.md says /);
  });

  it('says why once for each code, and nothing of a mend where there is none', async () => {
    const { stdout } = await check([at('train.py')], [makeAnswer([INFO, INFO])]);
    expect(stdout.match(/Why: /g)).toHaveLength(1);
    expect(stdout).not.toMatch(/^ {2}[-+] /m);
    expect(stdout).toContain('1 file, 2 faults: 2 info.');
  });

  it.each([40, 72, 120])(
    'fits in %d columns but for what is copied, and is the same in colour',
    async (width) => {
      const long = makeFault({
        column: 300,
        source: [`${'x = 1; '.repeat(42)}     loss -= l1 # ${'!'.repeat(200)}`],
        mend: null,
      });
      const argv = [at('train.py')];
      const env = { COLUMNS: String(width) };
      const { stdout } = await check(argv, [makeAnswer([long])], { env });
      const lines = stdout.split('\n').filter((line) => !line.includes('train.py'));
      expect(measureWidest(lines.join('\n'))).toBeLessThanOrEqual(width);
      const [code, mark] = lines.slice(lines.findIndex((line) => line.startsWith('  3 |')));
      expect(code.slice(mark.indexOf('^')).startsWith('loss')).toBe(true);
      expect(code.endsWith('...')).toBe(true);
      const { stdout: painted } = await check(argv, [makeAnswer([long])], {
        env: { ...env, FORCE_COLOR: '1' },
      });
      expect(painted).toContain('\u001B[31merror');
      expect(stripVTControlCharacters(painted)).toBe(stdout);
    },
  );

  it('names the cell of a notebook, and shows what one cannot see', async () => {
    const fault = makeFault({ cell: 4, source: ['\tloss = loss\u202e - l1'], column: 2, mend: null });
    const { stdout } = await check([at('train.py')], [makeAnswer([fault])]);
    expect(stdout).toContain('train.py:cell 4:3:2 error');
    expect(stdout).toContain('  3 |     loss = loss\\u202e - l1\n    |     ^\n');
  });

  it('shows of a mend the lines that change', async () => {
    const source = ['model.eval()', 'l = f(x)', 'model.train()'];
    const fault = makeFault({
      source,
      mend: 'model.eval()\nwith torch.no_grad():\n    l = f(x)\nmodel.train()',
    });
    const { stdout } = await check([at('train.py')], [makeAnswer([fault])]);
    expect(stdout.match(/^ {2}[-+] .*$/gm)).toEqual([
      '  - l = f(x)',
      '  + with torch.no_grad():',
      '  +     l = f(x)',
    ]);
  });

  it('shows the first of many lines', async () => {
    const source = Array.from({ length: 20 }, (_, i) => `line ${i}`);
    const { stdout } = await check(
      [at('train.py')],
      [makeAnswer([makeFault({ source, line: 98, endLine: 117, column: 1, mend: null })])],
    );
    expect(stdout).toContain('   98 | line 0\n      | ^\n   99 | line 1\n');
    expect(stdout).toContain('  103 | line 5\n      | ... 14 more\n');
  });

  it('prints what a comparison would take, and what was not read, where it is asked for', async () => {
    const field = { cell: null, line: 9, column: 1 };
    const answer = makeAnswer([], {
      headline: 'No fault was found.',
      recipe: {
        asWritten: { training: { epochs: 3 }, penalty: { lambdas: [-0.01] } },
        asMeant: { training: { epochs: 3 }, penalty: { lambdas: [0.01] } },
        fields: [
          { field: 'training.epochs', value: 3, ...field },
          { field: 'penalty.lambdas', value: [-0.01], ...field, cell: 2 },
        ],
      },
      unread: [
        { field: 'network.hidden', cell: null, line: 4, message: 'the layers are imported; 32 are taken.' },
        { field: 'split.folds', cell: null, line: null, message: 'no line says it.' },
      ],
      notes: ['The function build is not followed.'],
    });
    const { code, stdout } = await check([at('train.py'), '--recipe'], [answer]);
    expect(code).toBe(0);
    const sections = stdout.split('\n\n');
    expect(sections.slice(1)).toEqual([
      'As a recipe:\n  training.epochs: 3 (line 9)\n  penalty.lambdas: [-0.01] (cell 2, line 9)',
      'As meant:\n  penalty.lambdas: [0.01]',
      'Not read:\n  network.hidden: the layers are imported; 32 are taken. (line 4)\n  split.folds: no line says it.',
      'The function build is not followed.',
      '1 file, no faults.\n',
    ]);
    const { stdout: short } = await check([at('train.py')], [answer]);
    expect(short.split('\n\n').slice(1)).toEqual([
      'The function build is not followed.',
      '1 file, no faults.\n',
    ]);
  });

  it('reads files, without a mark of their order of bytes, and standard input', async () => {
    const { texts, services } = answerWith(makeAnswer([]));
    for (const argv of [[at('train.py'), at('other.py')], ['-'], []]) {
      expect((await type(['check', ...argv], { services, stdin: 'import keras\n' })).code).toBe(0);
    }
    expect(texts).toEqual(['import torch\n', 'import torch\n', 'import keras\n', 'import keras\n']);
  });

  it('takes a line for each file of which there is nothing else to tell', async () => {
    const files = [at('train.py'), at('other.py'), at('train.py'), at('other.py')];
    const answers = [[], [], [WARNING], []].map((faults) => makeAnswer(faults, { headline: 'So it is.' }));
    const { stdout } = await check(files, answers);
    const [first, second, fault, fourth, summary] = stdout.split('\n\n');
    expect([first, second, fourth]).toEqual([
      `${files[0]}: So it is.\n${files[1]}: So it is.`,
      `${files[2]}: So it is.`,
      `${files[3]}: So it is.`,
    ]);
    expect(fault).toContain('warning batches-overlap');
    expect(summary).toMatch(/^4 files, 1 fault: 1 warning\.$/m);
  });

  it('prints the answer as JSON, of several files each with its file', async () => {
    const answers = [makeAnswer([]), makeAnswer([WARNING])];
    const one = await check([at('train.py'), '--json'], answers);
    expect(one.stdout).toBe(`${JSON.stringify(answers[0])}\n`);
    const files = [at('train.py'), at('other.py')];
    const two = await check([...files, '--format', 'json'], answers);
    expect(two.code).toBe(3);
    expect(JSON.parse(two.stdout)).toEqual(answers.map((answer, i) => ({ file: files[i], ...answer })));
    // A list is one even where it has become short.
    const less = await check([files[0], at('none.py'), '--json'], answers);
    expect(JSON.parse(less.stdout)).toEqual([{ file: files[0], ...answers[0] }]);
  });

  it('prints the annotations of GitHub', async () => {
    const odd = makeFault({ message: '100 % of\nw, b: gone.', why: 'So it is.' });
    const inCell = makeFault({ code: 'one-seed', severity: 'info', cell: 2, message: 'M.', why: 'W.' });
    const files = [at('train.py'), at('a,b.ipynb')];
    const { stdout } = await check(
      [...files, '--format', 'github', '--fail-on', 'never'],
      [makeAnswer([odd, WARNING]), makeAnswer([inCell])],
    );
    const [first, second, third, ...rest] = stdout.split('\n');
    expect(first).toBe(
      `::error file=${files[0]},line=3,endLine=3,col=12,title=penalty-subtracted::100 %25 of\\u000aw, b: gone. So it is.`,
    );
    expect(second).toMatch(/^::warning file=.*,line=5,endLine=6,col=5,title=batches-overlap::/);
    // Lines of a cell are not those of the file.
    const file = files[1].replace(',', '%2C');
    expect(third).toBe(`::notice file=${file},title=one-seed%2C cell 2%2C line 3::M. W.`);
    expect(rest).toEqual(['']);
  });

  it.each([
    [[makeFault()], 'error', 3],
    [[WARNING, INFO], 'error', 0],
    [[WARNING, INFO], 'warning', 3],
    [[INFO], 'warning', 0],
    [[INFO], 'info', 3],
    [[], 'info', 0],
    [[makeFault()], 'never', 0],
  ])('with %j, --fail-on %s ends with %d', async (faults, least, code) => {
    const outcome = await check([at('train.py'), '--fail-on', least], [makeAnswer(faults)]);
    expect(outcome.code).toBe(code);
    const worse = least === 'error' ? '' : ' or worse';
    expect(outcome.stderr).toBe(code === 0 ? '' : `check: 1 fault of --fail-on ${least}${worse}\n`);
  });

  it('takes a warning for bad enough by default, and a note for no failure', async () => {
    expect((await check([at('train.py')], [makeAnswer([WARNING])])).code).toBe(3);
    expect((await check([at('train.py')], [makeAnswer([INFO])])).code).toBe(0);
  });

  it('checks the other files where one cannot be read, and says so last', async () => {
    const argv = [at('none.py'), at('train.py'), at('latin1.py'), at('train.pyc'), at('.')];
    const { code, stdout, stderr } = await check(argv, [makeAnswer([WARNING])]);
    expect(code).toBe(2);
    expect(stdout).toContain('1 file, 1 fault: 1 warning.');
    expect(stderr.split('\n')).toEqual([
      `error: ${at('none.py')}: there is no such file`,
      `error: ${at('latin1.py')}: expected a text in UTF-8`,
      `error: ${at('train.pyc')}: expected a Python script or a notebook, got a file that is no text`,
      `error: ${at('.')}: expected a file, got a folder`,
      '',
    ]);
  });

  it.each([
    ['text', ''],
    ['text cells[2]', ' cells[2]'],
    ['', ''],
  ])('names the file where the text is at fault: %j', async (place, rest) => {
    const error = errorAt('invalid-recipe', place, 'expected a notebook, got JSON of another kind');
    const { code, stdout, stderr } = await check([at('train.py')], [error]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toBe(`error: ${at('train.py')}${rest}: expected a notebook, got JSON of another kind\n`);
  });

  it.each([
    [[], { isInteractive: true }, 'expected a Python script or a notebook, or - for standard input'],
    [['-'], { stdin: ' \n' }, 'expected a Python text on standard input, which is empty'],
    [['-', '-'], {}, 'expected standard input (-) once, got it twice'],
    [['a.py', '--fail-on', 'all'], {}, "option '--fail-on <severity>' argument 'all' is invalid"],
    [['a.py', '--json', '--format', 'text'], {}, 'cannot be used with'],
  ])('refuses %j', async (argv, typed, said) => {
    const { code, stdout, stderr } = await check(argv, [makeAnswer([])], typed);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(said);
  });

  it('stops at Ctrl-C, and shows an error of its own as one', async () => {
    const aborted = await check([at('train.py')], [errorAt('aborted', '', 'the caller stopped the work')]);
    expect(aborted).toMatchObject({ code: 130, stdout: '', stderr: 'Stopped.\n' });
    const broken = await check([at('train.py')], [new Error('broken')]);
    expect(broken.code).toBe(1);
    expect(broken.stderr).toContain('Error: broken\n    at ');
  });
});
