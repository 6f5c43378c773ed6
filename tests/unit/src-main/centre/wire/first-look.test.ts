import { expect, test } from 'vitest';
import { unreachable } from '../../../../../src-main/centre/wire/call-fault.ts';
import type { CentreClient } from '../../../../../src-main/centre/wire/centre-client.ts';
import { createFirstLook } from '../../../../../src-main/centre/wire/first-look.ts';
import { createStanding } from '../../../../../src-main/centre/wire/standing.ts';
import { refuse } from '../../../../../src-main/domain/result.ts';

/** A look at a centre that is not reached once the test says so. */
function lookAtCentre() {
  const standing = createStanding();
  const asked: (() => void)[] = [];
  const ask: CentreClient['ask'] = () =>
    new Promise((resolve) => asked.push(() => resolve(refuse(unreachable('no answer')))));
  const look = createFirstLook({
    ...{ client: { ask }, standing, log: { event: () => undefined } },
    ...{ isClosed: () => false, believe: () => false },
  });
  return {
    ...{ look, standing },
    async answer() {
      for (const end of asked.splice(0)) end();
      await new Promise(setImmediate);
    },
  };
}

test('a look under way when a pairing begins leaves the trouble that the pairing reports', async () => {
  const { look, standing, answer } = lookAtCentre();
  look.look();
  look.giveWay();
  standing.setTrouble('pairing-test-build');
  await answer();
  expect(standing.trouble()).toBe('pairing-test-build');
  expect(look.isAsked()).toBe(false);
});

test('a look after a pairing reports what it finds', async () => {
  const { look, standing, answer } = lookAtCentre();
  look.giveWay();
  look.look();
  await answer();
  expect(standing.trouble()).toBe('central-unreachable');
});
