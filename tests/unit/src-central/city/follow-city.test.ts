import type { ServerResponse } from 'node:http';
import { expect, test, vi } from 'vitest';
import { followCity } from '../../../../src-central/city/follow-city.ts';
import type { CityReading } from '../../../../src-central/city/shared-readings.ts';
import type { Centre } from '../../../../src-central/replica-context.ts';
import type { TokenCaller } from '../../../../src-central/server/operation.ts';
import { CityId } from '../../../../src-main/contract/shared/ids.ts';

const caller = { cityId: CityId.parse('terrassa'), officeIds: null } as TokenCaller;

test('a page learns of a change at a kiosk with the next look, and of the number of waiting people with every fifth look', async () => {
  vi.useFakeTimers();
  const reading = { etag: 'a', kiosksTag: 'same' };
  const said: string[] = [];
  const answer = {
    writableEnded: false,
    destroyed: false,
    writableLength: 0,
    write: (text: string) => said.push(...(/data: (.*)/.exec(text)?.slice(1) ?? [])),
  } as unknown as ServerResponse;
  const stream = followCity({} as Centre, async () => ({ ...reading }) as CityReading);
  stream.begin(caller, answer);
  await vi.advanceTimersByTimeAsync(0);
  expect(said).toEqual(['a']);
  reading.etag = 'b';
  await vi.advanceTimersByTimeAsync(4_000);
  expect(said).toEqual(['a']);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(said).toEqual(['a', 'b']);
  Object.assign(reading, { etag: 'c', kiosksTag: 'another' });
  await vi.advanceTimersByTimeAsync(1_000);
  expect(said).toEqual(['a', 'b', 'c']);
  stream.end(answer);
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

test('a city whose data cannot be read does not keep the revision of another city from its pages', async () => {
  vi.useFakeTimers();
  const broken = CityId.parse('manresa');
  const said: string[] = [];
  const pageOf = (cityId: CityId) => ({
    writableEnded: false,
    destroyed: false,
    writableLength: 0,
    write: (text: string) => said.push(...(/data: (.*)/.exec(text)?.slice(1) ?? []).map((one) => `${cityId} ${one}`)),
  });
  const stream = followCity({ logger: { warn: () => {} } } as unknown as Centre, async ({ cityId }) => {
    if (cityId === broken) throw new Error('cannot be read');
    return { etag: 'a', kiosksTag: 'same' } as CityReading;
  });
  const answers = [broken, caller.cityId].map((cityId) => ({
    cityId,
    answer: pageOf(cityId) as unknown as ServerResponse,
  }));
  for (const { cityId, answer } of answers) stream.begin({ ...caller, cityId }, answer);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(said).toEqual(['terrassa a']);
  for (const { answer } of answers) stream.end(answer);
  vi.useRealTimers();
});
