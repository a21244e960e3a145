import { describe, expect, it } from 'vitest';
import { LaneWatch } from '../../src/cloudflare/lane-watch.ts';

function openWatch() {
  const clock = { ms: 1_000 };
  return { watch: new LaneWatch(60, () => clock.ms), clock };
}

describe('the watch over lanes', () => {
  it('takes a lane that it has never heard of for silent', () => {
    const { watch } = openWatch();
    watch.hear(1);
    expect(watch.listSilent([0, 1, 2])).toEqual([0, 2]);
  });

  it('lists a lane that was silent for too long, and not before', () => {
    const { watch, clock } = openWatch();
    watch.hear(0);
    clock.ms += 59;
    watch.hear(1);
    expect(watch.listSilent([0, 1])).toEqual([]);
    clock.ms += 1;
    expect(watch.listSilent([0, 1])).toEqual([0]);
  });

  it('lets a lane go that has done its share, until it forgets', () => {
    const { watch, clock } = openWatch();
    watch.hear(0);
    watch.leave(0);
    clock.ms += 100;
    expect(watch.listSilent([0])).toEqual([]);
    watch.forget();
    expect(watch.listSilent([0])).toEqual([0]);
  });
});
