import { namesInfinity, parseNumber } from '../number-text.ts';
import { foldAffix } from './affixes.ts';
import { type Anatomy, dissect, dropInvisible } from './anatomy.ts';
import { isKnownMarker, isMissing } from './markers.ts';
import { type Shape, shapeOf } from './marks.ts';

/** What a cell is at first sight, before the column is known. */
export type Look =
  | { readonly kind: 'missing' }
  /** A number in some notation, if the rest of the column bears it out. */
  | { readonly kind: 'number'; readonly anatomy: Anatomy; readonly shape: Shape; readonly affixes: string }
  /** `inf`, `-Infinity`. */
  | { readonly kind: 'infinite' }
  /** `<0.5`: the limit of a value. */
  | { readonly kind: 'censored' }
  /** `?`, `#N/A`: missing, by custom. */
  | { readonly kind: 'marker' }
  | { readonly kind: 'text' };

const LIMIT = /^(?:[<>]=?|[≤≥⩽⩾]|&[lg]t;=?)\s*/;
/** Columns of categories repeat few texts. */
const MOST_REMEMBERED = 2048;

/** The numbers among markers of missing values: the marker -999 also means -999.0. */
export function listNumbers(markers: ReadonlySet<string>): ReadonlySet<number> {
  return new Set([...markers].map((marker) => parseNumber(marker, '.')).filter((number) => number !== null));
}

/** What numbers have in common whose affixes are the same. */
export function keyOfAffixes(prefix: string, suffix: string): string {
  return prefix === '' && suffix === '' ? '' : `${foldAffix(prefix)} ${foldAffix(suffix)}`;
}

/** Looks at cells, and remembers those that repeat. */
export class Looker {
  readonly #markers: ReadonlySet<string>;
  readonly #known = new Map<string, Look>();

  constructor(markers: ReadonlySet<string>) {
    this.#markers = markers;
  }

  at(text: string): Look {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const look = this.#look(text);
    if (this.#known.size < MOST_REMEMBERED) this.#known.set(text, look);
    return look;
  }

  #look(text: string): Look {
    if (this.isMissing(text)) return { kind: 'missing' };
    const anatomy = dissect(text);
    const shape = anatomy === null ? null : shapeOf(anatomy.body, anatomy.exponent);
    if (anatomy !== null && shape !== null) {
      return { kind: 'number', anatomy, shape, affixes: keyOfAffixes(anatomy.prefix, anatomy.suffix) };
    }
    const seen = dropInvisible(text);
    if (namesInfinity(seen)) return { kind: 'infinite' };
    if (isKnownMarker(seen)) return { kind: 'marker' };
    const limit = LIMIT.exec(seen);
    return limit !== null && dissect(seen.slice(limit[0].length)) !== null
      ? { kind: 'censored' }
      : { kind: 'text' };
  }

  /** Whether a cell is a missing value, always or by the user's word. */
  isMissing(text: string): boolean {
    const trimmed = text.trim();
    const seen = dropInvisible(trimmed);
    return isMissing(seen) || this.#markers.has(trimmed) || this.#markers.has(seen);
  }
}
