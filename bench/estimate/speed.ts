/** CPU seconds that the piece of work below takes on the machine of speed 1, which `src/costs.ts` names. */
const REFERENCE_SECONDS = 0.174;

const LENGTH = 2 ** 16;
const ROUNDS = 200;
const REPETITIONS = 7;

/** How fast this machine is: the median over some repetitions of a fixed piece of work. */
export function measureSpeed(): number {
  const values = Float64Array.from({ length: LENGTH }, (_, i) => (i % 97) / 97);
  const seconds = Array.from({ length: REPETITIONS }, () => {
    const started = process.cpuUsage();
    mix(values);
    const { user, system } = process.cpuUsage(started);
    return (user + system) / 1e6;
  }).sort((a, b) => a - b);
  return REFERENCE_SECONDS / seconds[REPETITIONS >> 1];
}

/** Multiplies, adds, takes roots and moves through memory, as training and the code around it do. */
function mix(values: Float64Array): void {
  for (let round = 0; round < ROUNDS; round++) {
    for (let i = 1; i < LENGTH; i++) values[i] = Math.sqrt(values[i] * 0.5 + values[i - 1] * 0.25 + 0.1);
  }
}
