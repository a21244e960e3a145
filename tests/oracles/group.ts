/** A group of the group lasso in f64: its norm, its proximal step and what that minimises. */

export function norm(weights: readonly number[]): number {
  return Math.sqrt(weights.reduce((sum, w) => sum + w * w, 0));
}

/** 1/2 sum (w_i - u_i)^2 / m_i + k ||w||. */
export function proximalObjective(
  w: readonly number[],
  u: readonly number[],
  metric: readonly number[],
  k: number,
): number {
  return w.reduce((sum, wi, i) => sum + (wi - u[i]) ** 2 / (2 * metric[i]), k * norm(w));
}

/**
 * argmin over w of `proximalObjective`: 0 where sum (u_i / (k m_i))^2 <= 1, else u_i r / (r + k m_i) with
 * sum (u_i / (r + k m_i))^2 = 1, of which r is found by halving. All numbers are finite, the metrics positive.
 */
export function shrinkGroup(u: readonly number[], metric: readonly number[], k: number): number[] {
  const sumAt = (r: number) => u.reduce((sum, ui, i) => sum + (ui / (r + k * metric[i])) ** 2, 0);
  if (norm(u) === 0 || sumAt(0) <= 1) return u.map(() => 0);
  let below = 0;
  let above = norm(u);
  for (;;) {
    const middle = below + (above - below) / 2;
    if (middle === below || middle === above) break;
    if (sumAt(middle) > 1) below = middle;
    else above = middle;
  }
  return u.map((ui, i) => (ui * above) / (above + k * metric[i]));
}
