import { describe, expect, test } from 'vitest';
import { nameProcessor, readProcessor } from '../../bench/machine.ts';

/** As Linux writes it, of one core. */
const cpuinfo = (vendor: string, family: number, model: number, name: string) =>
  `processor\t: 0\nvendor_id\t: ${vendor}\ncpu family\t: ${family}\nmodel\t\t: ${model}\nmodel name\t: ${name}\nflags\t\t: fpu avx2\n`;

describe('the processor', () => {
  test.each([
    ['AuthenticAMD', 25, 1, 'Zen 3'], // Milan
    ['AuthenticAMD', 25, 17, 'Zen 4'], // Genoa
    ['AuthenticAMD', 25, 33, 'Zen 3'], // Vermeer
    ['AuthenticAMD', 25, 97, 'Zen 4'], // Raphael
    ['AuthenticAMD', 25, 160, 'Zen 4'], // Bergamo
    ['AuthenticAMD', 23, 49, null], // Rome, which is not in the table
    ['GenuineIntel', 6, 143, 'Sapphire Rapids'],
    ['GenuineIntel', 25, 17, null],
  ])('%s family %i model %i is of the design %s, whatever it can do', (vendor, family, model, design) => {
    const processor = readProcessor(cpuinfo(vendor, family, model, 'AMD EPYC'), '');
    expect(processor).toMatchObject({ family, model, generation: design });
  });

  test('is called by its own name, without marks, and by its design', () => {
    const text = cpuinfo('GenuineIntel', 6, 143, 'Intel(R) Xeon(R) Processor @ 2.00GHz');
    expect(nameProcessor(readProcessor(text, ''))).toBe('Intel Xeon Processor @ 2.00GHz (Sapphire Rapids)');
    const unknown = cpuinfo('AuthenticAMD', 23, 49, 'AMD EPYC');
    expect(nameProcessor(readProcessor(unknown, ''))).toBe('AMD EPYC (family 23, model 49)');
  });

  test('has only the name that the system gives where there is no /proc/cpuinfo', () => {
    const processor = readProcessor('', 'Apple M2');
    expect(processor).toEqual({ vendor: '', name: 'Apple M2', family: null, model: null, generation: null });
    expect(nameProcessor(processor)).toBe('Apple M2');
  });
});
