import { describe, expect, it } from 'vitest';
import { plan } from '../../../src/compare/compare.ts';
import { PRESETS } from '../../../src/page/presets/presets.ts';
import { readLink, writeLink } from '../../../src/page/setup/link.ts';
import { buildRecipe, FIRST_SETUP, isSameSetup } from '../../../src/page/setup/setup.ts';
import { fused } from '../../host.ts';

describe('the examples of the page', () => {
  it('begin with that of a first visit', () => expect(PRESETS[0].setup).toBe(FIRST_SETUP));

  it.each(PRESETS.map((preset) => [preset.title, preset] as const))(
    '"%s" is planned, and takes seconds',
    async (_, preset) => {
      const figures = await plan(buildRecipe(preset.setup), { engines: [fused] });
      expect(figures.engine).toBe('fused');
      expect(figures.seconds).toBeLessThan(5);
      const linked = readLink(`#${writeLink(preset.setup)}`);
      expect(linked !== null && isSameSetup(linked, preset.setup)).toBe(true);
    },
  );
});
