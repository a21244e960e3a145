/**
 * The constants of `exp4`, `sigmoid4` and `tanh4`, each by a name that is its place in a table of vectors.
 *
 * V8 builds a constant vector anew in every iteration of a loop, in several instructions, where a load is one; so a
 * network's activations load theirs from a table (a step with tanh takes 0.8 of the time). The exports on arrays
 * have no memory for one, and build them.
 */
export enum Constant {
  One,
  Two,
  SignBit,
  ExpMost,
  ExpLeast,
  Log2E,
  Rounder,
  Ln2High,
  Ln2Low,
  Exp4,
  Exp3,
  Exp2,
  Exp1,
  Exp0,
  TanhSmall,
  Tanh4,
  Tanh3,
  Tanh2,
  Tanh1,
  Tanh0,
  Count,
}

/** Its address is that of the table, 16 bytes for each constant; or 0, and constants are built where they are used. */
@unmanaged
export class Constants {
  /** A constant in all four lanes. Where it is inlined, name and address are known, and what they choose remains. */
  @inline
  get(constant: Constant): v128 {
    const table = changetype<usize>(this);
    if (table === 0) return f32x4.splat(inline.always(numberOf(constant)));
    return v128.load(table + ((<usize>constant) << 4));
  }

  /** Writes the table. */
  fill(): void {
    for (let constant: i32 = 0; constant < Constant.Count; constant++) {
      v128.store(changetype<usize>(this) + ((<usize>constant) << 4), f32x4.splat(numberOf(constant)));
    }
  }
}

/** No table, for those who have no memory for one. */
export function noTable(): Constants {
  return changetype<Constants>(0);
}

function numberOf(constant: Constant): f32 {
  switch (constant) {
    case Constant.One:
      return 1;
    case Constant.Two:
      return 2;
    case Constant.SignBit:
      return -0.0;
    case Constant.ExpMost:
      return 89;
    case Constant.ExpLeast:
      return -104;
    case Constant.Log2E:
      return <f32>Math.LOG2E;
    // Adding 1.5 * 2^23 rounds an f32 of less than 2^22 to a whole number, which the low bits then hold.
    case Constant.Rounder:
      return 12582912;
    // ln 2 in two parts, the first of 15 bits, so that a product with a whole number of 9 bits is exact.
    case Constant.Ln2High:
      return 0.693145751953125;
    case Constant.Ln2Low:
      return 1.428606765330187e-6;
    case Constant.Exp4:
      return 0.00138194906;
    case Constant.Exp3:
      return 0.0083686905;
    case Constant.Exp2:
      return 0.041668281;
    case Constant.Exp1:
      return 0.166665211;
    case Constant.Exp0:
      return 0.49999994;
    case Constant.TanhSmall:
      return 0.55;
    case Constant.Tanh4:
      return -0.0062428494;
    case Constant.Tanh3:
      return 0.021050714;
    case Constant.Tanh2:
      return -0.0538475476;
    case Constant.Tanh1:
      return 0.133325443;
    default:
      return -0.333333164;
  }
}
