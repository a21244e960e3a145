/**
 * The records that the module reads, as `assembly/plan.ts` declares them: the plan, and behind it one record for
 * each layer of the network. Fields stand in the order of the declaration; an f64 takes 8 bytes, any other 4.
 */
export const PLAN_FIELDS = [
  ['layers', 'u32'],
  ['activation', 'u32'],
  ['loss', 'u32'],
  ['optimizer', 'u32'],
  ['penalty', 'u32'],
  ['capacity', 'u32'],
  ['batchSize', 'u32'],
  ['stride', 'u32'],
  ['rows', 'u32'],
  ['outputs', 'u32'],
  ['penalised', 'u32'],
  ['parameterCount', 'u32'],
  ['dropBelow', 'u32'],
  ['kept', 'f32'],
  ['coefficient', 'f32'],
  ['huberDelta', 'f32'],
  ['learningRate', 'f64'],
  ['beta1', 'f64'],
  ['beta2', 'f64'],
  ['epsilon', 'f64'],
  ['power1', 'f64'],
  ['power2', 'f64'],
  ['features', 'u32'],
  ['targets', 'u32'],
  ['order', 'u32'],
  ['parameters', 'u32'],
  ['gradient', 'u32'],
  ['firstMoment', 'u32'],
  ['secondMoment', 'u32'],
  ['constants', 'u32'],
  ['batch', 'u32'],
  ['batchTargets', 'u32'],
  ['groups', 'u32'],
  ['groupCount', 'u32'],
] as const;

export const LAYER_FIELDS = [
  'inputs',
  'outputs',
  'weights',
  'biases',
  'transposed',
  'values',
  'slopes',
] as const;

/** The codes that fields of the plan hold. */
export const ACTIVATION_CODES = { linear: 0, relu: 1, tanh: 2, sigmoid: 3 } as const;
export const LOSS_CODES = { mse: 0, mae: 1, huber: 2, 'cross-entropy': 3 } as const;
export const OPTIMIZER_CODES = { sgd: 0, momentum: 1, adam: 2 } as const;
export const PENALTY_CODES = { none: 0, subgradient: 1, proximal: 2 } as const;

export type PlanRecord = Record<(typeof PLAN_FIELDS)[number][0], number>;
type LayerRecord = Record<(typeof LAYER_FIELDS)[number], number>;

const LAYER_BYTES = 4 * LAYER_FIELDS.length;
const PLAN_BYTES = PLAN_FIELDS.reduce((sum, [, kind]) => sum + (kind === 'f64' ? 8 : 4), 0);
/** Where each field of the plan stands, and what it is. */
const PLACES = placeFields();

/** Bytes of a plan and its layers. */
export function measurePlan(layers: number): number {
  return PLAN_BYTES + LAYER_BYTES * layers;
}

/** Writes the given fields of the plan at `address`; the others stay as they are. */
export function writePlan(memory: WebAssembly.Memory, address: number, fields: Partial<PlanRecord>): void {
  const view = new DataView(memory.buffer, address, PLAN_BYTES);
  for (const name in fields) {
    const value = fields[name as keyof PlanRecord] as number;
    const { offset, kind } = PLACES[name as keyof PlanRecord];
    if (kind === 'u32') view.setUint32(offset, value, true);
    else if (kind === 'f32') view.setFloat32(offset, value, true);
    else view.setFloat64(offset, value, true);
  }
}

function placeFields() {
  let next = 0;
  const places = PLAN_FIELDS.map(([name, kind]) => {
    const offset = next;
    next += kind === 'f64' ? 8 : 4;
    return [name, { offset, kind }] as const;
  });
  return Object.fromEntries(places) as Record<keyof PlanRecord, (typeof places)[number][1]>;
}

/** Writes the record of layer `l` behind the plan at `address`. */
export function writeLayer(memory: WebAssembly.Memory, address: number, l: number, layer: LayerRecord): void {
  const words = new Uint32Array(memory.buffer, address + PLAN_BYTES + LAYER_BYTES * l, LAYER_FIELDS.length);
  LAYER_FIELDS.forEach((name, i) => {
    words[i] = layer[name];
  });
}
