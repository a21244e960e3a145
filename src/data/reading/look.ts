import { namesInfinity, parseNumber } from '../number-text.ts';
import { type Anatomy, Dissector, dropInvisible } from './anatomy.ts';
import { isKnownMarker, isMissing } from './markers.ts';
import { type Shape, shapeOf } from './marks.ts';

/** What a cell is at first sight, before the column is known. */
export type Look =
  | { readonly kind: 'missing' }
  /** A number in some notation, if the rest of the column bears it out. */
  | { readonly kind: 'number'; readonly anatomy: Anatomy; readonly shape: Shape }
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
/** No word for a missing value, an infinity or a limit is longer. */
const LONGEST_WORD = 64;

/** Whether a text of any length is a plain number beyond the range of a double. */
function overflows(text: string): boolean {
  const value = parseNumber(text.trim(), '.');
  return value !== null && !Number.isFinite(value);
}

/** The numbers among markers of missing values: the marker -999 also means -999.0. */
export function listNumbers(markers: ReadonlySet<string>): ReadonlySet<number> {
  const short = [...markers].filter(({ length }) => length <= LONGEST_WORD);
  return new Set(short.map((marker) => parseNumber(marker, '.')).filter((number) => number !== null));
}

function endsWithDigit(text: string): boolean {
  const code = text.charCodeAt(text.length - 1);
  return code >= 48 && code <= 57;
}

/** Looks at cells, and remembers those that repeat. */
export class Looker {
  readonly #markers: ReadonlySet<string>;
  readonly #dissector = new Dissector();
  readonly #known = new Map<string, Look>();
  /** Lookups that found nothing, in excess of those that did. */
  #misses = 0;

  constructor(markers: ReadonlySet<string>) {
    this.#markers = markers;
  }

  at(text: string): Look {
    // Where few cells repeat, memory takes more than it gives.
    if (this.#misses > MOST_REMEMBERED) return this.#look(text);
    const known = this.#known.get(text);
    if (known !== undefined) {
      this.#misses -= 1;
      return known;
    }
    this.#misses += 1;
    const look = this.#look(text);
    this.#known.set(text, look);
    return look;
  }

  #look(text: string): Look {
    if (this.isMissing(text)) return { kind: 'missing' };
    const anatomy = this.#dissector.dissect(text);
    const shape = anatomy === null ? null : shapeOf(anatomy.body, anatomy.exponent);
    if (anatomy !== null && shape !== null) return { kind: 'number', anatomy, shape };
    if (text.length > LONGEST_WORD) return { kind: overflows(text) ? 'infinite' : 'text' };
    const seen = dropInvisible(text);
    if (namesInfinity(seen)) return { kind: 'infinite' };
    if (isKnownMarker(seen)) return { kind: 'marker' };
    const limit = LIMIT.exec(seen);
    return limit !== null && this.#dissector.dissect(seen.slice(limit[0].length)) !== null
      ? { kind: 'censored' }
      : { kind: 'text' };
  }

  /** Whether a cell is a missing value, always or by the user's word. */
  isMissing(text: string): boolean {
    const trimmed = text.trim();
    if (this.#markers.size > 0 && this.#markers.has(trimmed)) return true;
    // No word for a missing value ends with a digit.
    if (trimmed.length > LONGEST_WORD || (this.#markers.size === 0 && endsWithDigit(trimmed))) return false;
    const seen = dropInvisible(trimmed);
    return isMissing(seen) || (seen !== trimmed && this.#markers.has(seen));
  }
}
