/** The colours of a chart, as attributes hold them. Text stands out 4.5 to 1 from the ground, marks 3 to 1. */

export type ThemeName = 'light' | 'dark';

export interface Theme {
  readonly background: string;
  /** Text and what matters most. */
  readonly ink: string;
  /** Text of the axes. */
  readonly muted: string;
  /** Lines that help the eye and carry no meaning of their own. */
  readonly grid: string;
  /** The baseline. */
  readonly neutral: string;
  /** The region of practical equivalence. */
  readonly band: string;
  /** Negative lambdas, from the one next to 0. */
  readonly warm: readonly string[];
  /** Positive lambdas, from the one next to 0. */
  readonly cool: readonly string[];
  /** Amounts, from none to most. */
  readonly amount: readonly string[];
  /** Weights away from 0: the sign decides which. */
  readonly below: readonly string[];
  readonly above: readonly string[];
}

export const THEMES: Readonly<Record<ThemeName, Theme>> = {
  light: {
    background: '#ffffff',
    ink: '#1c2127',
    muted: '#59626c',
    grid: '#e3e6ea',
    neutral: '#59626c',
    band: '#eceef1',
    warm: ['#b3560a', '#bf3a0c', '#9c1420'],
    cool: ['#0a7d72', '#1f6bbd', '#4a2a96'],
    amount: ['#f1f5f9', '#9cc3e3', '#2a70b4', '#173f74'],
    below: ['#fbe3cd', '#e58a3c', '#8f3206'],
    above: ['#d5e6f6', '#4a91d1', '#113f78'],
  },
  dark: {
    background: '#16181b',
    ink: '#e8eaed',
    muted: '#a5adb6',
    grid: '#2d3238',
    neutral: '#a5adb6',
    band: '#24282d',
    warm: ['#ffc170', '#ff9a5c', '#ff6f66'],
    cool: ['#45d0bd', '#5fabf5', '#b59cff'],
    amount: ['#1f242a', '#24507c', '#3f8fd6', '#a9d4fb'],
    below: ['#40291a', '#c4692a', '#ffc999'],
    above: ['#1b3147', '#3d83c6', '#b5daff'],
  },
};

type Channels = readonly [number, number, number];

function readChannels(colour: string): Channels {
  const value = Number.parseInt(colour.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

/** The colour at a place from 0 to 1 along the stops, which are equally far apart. */
export function mix(stops: readonly string[], place: number): string {
  const at = Math.min(Math.max(place, 0), 1) * (stops.length - 1);
  const i = Math.min(Math.floor(at), stops.length - 2);
  const [from, to] = [readChannels(stops[i]), readChannels(stops[i + 1])];
  const channels = from.map((channel, c) => Math.round(channel + (to[c] - channel) * (at - i)));
  return `#${channels.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
}

/** Relative luminance, by which WCAG 2 measures contrast. */
function measureLuminance(colour: string): number {
  const [red, green, blue] = readChannels(colour).map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** The contrast of two colours, from 1 to 21, as WCAG 2 defines it. */
export function measureContrast(a: string, b: string): number {
  const [darker, lighter] = [measureLuminance(a), measureLuminance(b)].toSorted((x, y) => x - y);
  return (lighter + 0.05) / (darker + 0.05);
}

/** The colour of text on a filled cell: one of black and white stands out 4.5 to 1 from any colour. */
export function chooseTextColour(fill: string): string {
  const [black, white] = ['#000000', '#ffffff'];
  return measureContrast(black, fill) >= measureContrast(white, fill) ? black : white;
}

/** A colour for each lambda: the baseline neutral, the others warm below 0 and cool from 0 up, by rank. */
export function colourLambdas(
  lambdas: readonly number[],
  baseline: number | null,
  theme: Theme,
): (lambda: number) => string {
  const others = lambdas.filter((lambda) => lambda !== baseline);
  const negative = others.filter((lambda) => lambda < 0).toSorted((a, b) => b - a);
  const positive = others.filter((lambda) => lambda >= 0).toSorted((a, b) => a - b);
  const colours = new Map<number, string>();
  const spread = (ranked: readonly number[], stops: readonly string[]) => {
    // One alone takes the middle.
    for (const [i, lambda] of ranked.entries()) {
      colours.set(lambda, mix(stops, ranked.length === 1 ? 0.5 : i / (ranked.length - 1)));
    }
  };
  spread(negative, theme.warm);
  spread(positive, theme.cool);
  return (lambda) => colours.get(lambda) ?? theme.neutral;
}
