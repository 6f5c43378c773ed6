import { expect, test } from 'vitest';
import { readArguments } from '../../../../src-main/core/arguments.ts';

const read = (printer: string) =>
  readArguments(['--data', '/d', '--profile', '/p.json', '--printer', printer], '/config');

test.each([
  ['epson-tm-t20iii@tcp://192.0.2.10:9100', 'epson-tm-t20iii', { kind: 'tcp', host: '192.0.2.10', port: 9_100 }],
  [
    'generic-80mm@serial:/dev/ttyUSB0?baud=115200&flow=rtscts',
    'generic-80mm',
    { kind: 'serial', path: '/dev/ttyUSB0', baudRate: 115_200, flowControl: 'rtscts' },
  ],
  ['custom-k80@usb:/dev/usb/lp0', 'custom-k80', { kind: 'usb', path: '/dev/usb/lp0' }],
])('--printer %s is a profile and a link', (text, profileId, link) => {
  const given = read(text);
  expect(given.ok && 'run' in given.value && given.value.run.printer).toEqual({ profileId, link });
});

test.each([
  'tcp://192.0.2.10:9100',
  'Epson@usb:/dev/usb/lp0',
  'generic-80mm@',
  'generic-80mm@serial:/dev/ttyUSB0',
  '@usb:/dev/usb/lp0',
])('--printer %s is refused with the list of forms', (text) => {
  const { ok, ...rest } = read(text);
  expect(ok).toBe(false);
  expect(JSON.stringify(rest)).toContain('serial:/dev/NAME?baud=RATE');
});

test('without --printer the office’s profile chooses the printer', () => {
  const given = readArguments(['--data', '/d', '--profile', '/p.json'], '/config');
  expect(given).toEqual({
    ok: true,
    value: { run: { dataDir: '/d', profileFile: '/p.json', configDir: '/config' } },
  });
});

test('--scanner is a profile and a serial line, or a wedge', () => {
  const scannerOf = (scanner: string) => {
    const given = readArguments(['--data', '/d', '--profile', '/p.json', '--scanner', scanner], '/config');
    return given.ok && 'run' in given.value ? given.value.run.scanner : given;
  };
  expect(scannerOf('generic-cr-silence@serial:/dev/ttyACM0?baud=9600')).toEqual({
    kind: 'serial',
    profileId: 'generic-cr-silence',
    link: { kind: 'serial', path: '/dev/ttyACM0', baudRate: 9_600, flowControl: 'none' },
  });
  expect(scannerOf('wedge')).toEqual({ kind: 'wedge' });
  for (const wrong of ['generic-cr-silence@tcp://192.0.2.10:9100', 'generic-cr-silence@wedge', 'keyboard', ''])
    expect(scannerOf(wrong)).toMatchObject({ ok: false, error: { kind: 'bad-arguments' } });
});

test('--centre is an address and a city, encrypted unless it is on this machine', () => {
  const centreOf = (centre: string) => {
    const given = readArguments(['--data', '/d', '--profile', '/p.json', '--centre', centre], '/config');
    return given.ok && 'run' in given.value ? given.value.run.centre : given;
  };
  expect(centreOf('https://torn.exemple.cat/terrassa')).toEqual({
    url: 'https://torn.exemple.cat',
    cityId: 'terrassa',
  });
  expect(centreOf('http://127.0.0.1:8080/terrassa')).toEqual({ url: 'http://127.0.0.1:8080', cityId: 'terrassa' });
  const keyId = 'NFcWBst6DXG-N35nHdzMrioWntdzNZghQSkjHNMMSjw';
  expect(centreOf(`https://torn.exemple.cat/terrassa#${keyId}`)).toMatchObject({ cityId: 'terrassa', keyId });
  for (const wrong of [
    'https://torn.exemple.cat/terrassa#',
    'https://torn.exemple.cat/terrassa#too-short',
    'http://torn.exemple.cat/terrassa',
    'https://torn.exemple.cat',
    'torn.exemple.cat/terrassa',
    '',
  ])
    expect(centreOf(wrong)).toMatchObject({ ok: false, error: { kind: 'bad-arguments' } });
});

test('the build cannot be set by an argument', () => {
  const heard = readArguments(['--data', '/d', '--profile', '/p.json', '--build', 'official'], '/config');
  expect(heard).toMatchObject({ ok: false, error: { kind: 'bad-arguments' } });
});

test('core init accepts a kiosk’s slot only', () => {
  const init = (...more: string[]) => readArguments(['init', '--data', '/d', ...more], '/config');
  expect(init('--slot', '2')).toEqual({
    ok: true,
    value: { init: { dataDir: '/d', journalDir: '/d/journal', slot: 2 } },
  });
  for (const slot of ['0', '9', '100', '1.5', 'x'])
    expect(init('--slot', slot)).toMatchObject({ ok: false, error: { kind: 'bad-arguments' } });
  expect(init()).toMatchObject({ ok: false });
});

test('the journal may lie on another disk', () => {
  const given = readArguments(['--data', '/d', '--profile', '/p.json', '--journal', '/other'], '/config');
  expect(given.ok && 'run' in given.value && given.value.run.journalDir).toBe('/other');
});
