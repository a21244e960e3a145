// What stands before and after numbers: currencies, percent signs, units.

/** Currencies with letters, in lower case; a symbol alone is known by its Unicode class. */
const CURRENCIES = new Set(
  (
    'usd eur gbp chf jpy cny rmb inr rub brl krw sek nok dkk pln czk huf try aud cad nzd hkd sgd mxn zar ils thb ' +
    'us$ a$ au$ c$ ca$ nz$ hk$ s$ r$ mx$ nt$ kr kr. kč zł ft fr fr. sfr rs rs. лв руб руб.'
  ).split(' '),
);

/** Where these are paid, a comma between digits marks thousands. */
const THOUSANDS_BY_COMMA = new Set(
  '$ £ ¥ ₹ ₩ usd gbp jpy cny rmb inr krw aud cad nzd hkd sgd mxn thb ils us$ a$ au$ c$ ca$ nz$ hk$ s$ mx$ nt$ rs rs.'.split(
    ' ',
  ),
);

/** Units that a second unit beside them must not be mixed with; as `foldAffix` writes them. */
const UNITS = new Set(
  (
    '% ‰ kg g mg µg μg ug lb oz t cm mm m km in ft yd mi mile inch meter metre l L ml cl dl gal °c °f °k c f K s ms sec ' +
    'second min minute h hr hour d day w wk week mo month y yr year k M B bn mn mio mrd thousand million billion ' +
    'kb mb Mb gb tb hz khz Mhz ghz w mw kw Mw gw kwh wh v mv a ma j kj kcal cal pa kpa hpa bar psi n ' +
    'm² m2 m³ m3 km² km2 cm² cm2 cm³ cm3 ft² ft2 sqft sq ft sqm ha acre mph kmh km/h m/s kn ppm ppb mmhg cc hp rpm'
  )
    .split(' ')
    .concat('sq ft', 'sq m'),
);

/** Whether a text is the sign or the code of a currency. */
export function isCurrency(text: string): boolean {
  return /^\p{Sc}$/u.test(text) || CURRENCIES.has(text.toLowerCase());
}

/** Whether an amount of money in this currency has commas between its thousands. */
export function writesThousandsByComma(affix: string): boolean {
  return THOUSANDS_BY_COMMA.has(affix.toLowerCase());
}

/**
 * One text for all ways to write the same affix: lower case, but for one letter (m is no M) and the first letter of
 * short units (mW is no MW); without the s of a plural.
 */
export function foldAffix(affix: string): string {
  if (affix.length < 2) return affix;
  const lower = affix.toLowerCase();
  const folded = affix[0] === 'M' && affix.length < 4 ? `M${lower.slice(1)}` : lower;
  return /\p{L}{2}s$/u.test(folded) ? folded.slice(0, -1) : folded;
}

/** Whether an affix is surely one of a quantity, as kg is; the letter of a code, as in 12A, is not. */
export function isSureAffix(prefix: string, suffix: string): boolean {
  return prefix !== '' || suffix === '' || isCurrency(suffix) || UNITS.has(foldAffix(suffix));
}

/** Numbers that have the same before and after them. */
export interface AffixGroup {
  /** As first written. */
  readonly prefix: string;
  readonly suffix: string;
  readonly count: number;
}

/** Which numbers of a column make it one of quantities. */
export interface AffixChoice<Group> {
  /** The same before and after all of them; more than one, if they contradict each other. */
  readonly groups: readonly Group[];
}

/** An unknown affix is the column's if it is that of nearly all. */
const NEARLY_ALL = 0.9;

/**
 * Chooses among the affixes of a column: the only one; else those that are surely of quantities, besides which 12A is a
 * code, and its letter no unit. None is left of a column of codes.
 */
export function chooseAffixes<Group extends AffixGroup>(groups: readonly Group[]): readonly Group[] {
  if (groups.length < 2) return groups;
  const sure = groups.filter(({ prefix, suffix }) => isSureAffix(prefix, suffix));
  if (sure.length === groups.length) return sure;
  // Beside 12A, the letter of 12B is no unit either.
  const clear = sure.filter(({ prefix, suffix }) => prefix !== '' || !/^\p{L}$/u.test(suffix));
  if (clear.length > 0) return clear;
  const all = groups.reduce((sum, { count }) => sum + count, 0);
  return groups.filter(({ suffix, count }) => suffix.length > 1 && count >= NEARLY_ALL * all);
}
