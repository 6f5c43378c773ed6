import { expect, test } from 'vitest';
import { CALLS } from '../../../../src-central/pages/client.ts';
import { PAGE_PATHS } from '../../../../src-central/pages/paths.ts';
import { matchPath } from '../../../../src-central/pages/router.ts';
import { AUTHORIZATION } from '../../../../src-main/contract/centre/authorization.ts';
import { OPERATIONS, type OperationName } from '../../../../src-main/contract/centre/operations.ts';
import { CANNED_PAGES } from '../../../pages/canned-answers.ts';

test('a path with a parameter gives its decoded value', () => {
  expect(matchPath(PAGE_PATHS.kiosk, '/kiosks/a%2Fb')).toEqual({ kioskId: 'a/b' });
  expect(matchPath(PAGE_PATHS.kiosk, '/kiosks/1/')).toEqual({ kioskId: '1' });
});

test('another path, a longer one and an encoding that cannot be read are no match', () => {
  for (const path of ['/', '/kiosks', '/kiosks/1/2', '/office/1', '/kiosks/%E0%A4%A'])
    expect(matchPath(PAGE_PATHS.kiosk, path), path).toBeNull();
});

test('each page has a canned state, so that the tests in a browser open it', () => {
  const paths = CANNED_PAGES.map(({ path }) => new URL(path, 'https://torn.example').pathname);
  const unopened = Object.values(PAGE_PATHS).filter((pattern) => !paths.some((path) => matchPath(pattern, path)));
  expect(unopened).toEqual([]);
});

test('pages call only operations of a city’s people, by the method and path of the contract', () => {
  for (const [name, [method, path]] of Object.entries(CALLS)) {
    const operation = OPERATIONS[name as OperationName];
    expect([operation.method, operation.path], name).toEqual([method, path]);
    expect(Object.keys(AUTHORIZATION), name).toContain(name);
  }
});
