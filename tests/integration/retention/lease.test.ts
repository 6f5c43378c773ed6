import { describe, expect, it } from 'vitest';
import { claimRun, lastRunOf, MOST_AHEAD_MS } from '../../../src-central/retention/retention-runs.ts';
import { sharedPostgres } from '../../support/postgres.ts';
import { START_MS, startTestCentre, terrassa } from '../../support/test-centre.ts';

const postgres = sharedPostgres();
const LEASE_MS = 600_000;

async function city() {
  const centre = await startTestCentre(await postgres.newDatabase());
  const clock = { ms: START_MS, nowMs: () => clock.ms };
  const claim = (after?: string | null) => claimRun(centre.database, terrassa, clock, after);
  async function claimed(after?: string | null) {
    const run = await claim(after);
    if (run === null) throw new Error('another replica runs');
    return run;
  }
  return { clock, claim, claimed, last: () => lastRunOf(centre.database, terrassa) };
}

describe('a city’s run of retention', () => {
  it('belongs to one replica until its lease ends, and to another after that', async () => {
    const { clock, claim, claimed } = await city();
    const first = await claimed();
    clock.ms += LEASE_MS;
    expect(await claim()).toBeNull();
    clock.ms += 1;
    const second = await claimed();
    await expect(first.renew()).rejects.toMatchObject({
      name: 'RunTakenOver',
      message: `another replica has taken over the retention of ${terrassa}`,
    });
    await second.renew();
  });

  it('is kept by renewing the lease from now on', async () => {
    const { clock, claim, claimed } = await city();
    const run = await claimed();
    clock.ms += LEASE_MS - 1;
    await run.renew();
    clock.ms += LEASE_MS;
    expect(await claim()).toBeNull();
    clock.ms += 1;
    expect(await claim()).not.toBeNull();
  });

  it('is free at once when its replica gives it up or finishes it, and not when a replica that lost it does so', async () => {
    const { clock, claim, claimed, last } = await city();
    const first = await claimed();
    await first.release();
    const second = await claimed();
    await first.release();
    await first.finish(START_MS, { need: 3 });
    expect(await claim()).toBeNull();
    expect(await last()).toBeNull();
    clock.ms += 5_000;
    await second.finish(START_MS - 1, { need: 2 });
    expect(await last()).toEqual({
      endedAt: new Date(clock.ms).toISOString(),
      horizonAt: new Date(START_MS - 1).toISOString(),
      counts: { need: 2 },
    });
    expect(await claim()).not.toBeNull();
  });

  it('is repeated only by a replica that knows the end of the last run or asks for any run, not by one that knows an earlier end', async () => {
    const { claim, claimed, last } = await city();
    await (await claimed(null)).finish(START_MS, {});
    expect(await claim(null)).toBeNull();
    expect(await claim(new Date(START_MS - MOST_AHEAD_MS).toISOString())).toBeNull();
    const run = await claim((await last())?.endedAt);
    expect(run).not.toBeNull();
    await run?.release();
    expect(await claim()).not.toBeNull();
  });

  it('is taken from a replica that took its lease with a clock of next year', async () => {
    const { clock, claim, claimed } = await city();
    clock.ms += 365 * 86_400_000;
    await claimed();
    clock.ms = START_MS;
    expect(await claim()).not.toBeNull();
  });
});
