import { expect, test } from 'vitest';
import { createDeviceSearch } from '../../../../../src-main/technician/machine/device-search.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';

const searchHere = () => createDeviceSearch({ root: temporaryFolder(), network: { own: () => [] } }, () => {});

test('an address is no longer shown as being asked once the search has stopped', () => {
  const search = searchHere();
  search.ask('192.0.2.10');
  expect(search.asked()).toEqual({ address: '192.0.2.10', came: 'asking' });
  search.stop();
  expect([search.asked(), search.isSearching()]).toEqual([null, false]);
});

test('an invalid typed address is shown until the next search', async () => {
  const search = searchHere();
  search.ask('no-address');
  await expect.poll(() => search.isSearching()).toBe(false);
  search.stop();
  expect(search.asked()).toEqual({ address: 'no-address', came: 'not-an-address' });
  search.begin(false);
  expect(search.asked()).toBeNull();
  search.stop();
});
