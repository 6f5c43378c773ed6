import { expect, test } from 'vitest';
import { isPublicTurn, publicRows } from '../../../../src-main/domain/public-rows.ts';

const PROFILE = {
  services: [
    { serviceId: 'padro', sensitive: false },
    { serviceId: 'violencia', sensitive: true },
  ],
};

test.each([
  [['padro'], true],
  [['violencia'], false],
  [['padro', 'violencia'], false],
  [['violencia', 'padro'], false],
  // A profile that is older than the ticket.
  [['unknown'], false],
  [['padro', 'unknown'], false],
] as const)('a turn of %s is public: %s', (serviceIds, isPublic) => {
  expect(isPublicTurn(PROFILE, serviceIds)).toBe(isPublic);
  const rows = publicRows(
    [{ serviceIds }],
    PROFILE,
    (turn) => turn.serviceIds,
    () => ({ number: 'A001' }),
  );
  expect(rows).toEqual(isPublic ? [{ number: 'A001' }] : []);
});
