import { describe, expect, it } from 'vitest';
import { checkProfile } from '../../../src-main/configuration/load.ts';
import { type Fields, profileOf, WEEK } from './least-profile.ts';

describe('a profile', () => {
  const valid = profileOf('prova');
  const service = { serviceId: 'informacio', series: 'D', name: { ca: 'Informació' }, pictogram: 'info' };
  const services = (count: number, more: Fields = {}) =>
    Array.from({ length: count }, (_, index) => ({ ...service, ...more, serviceId: `servei-${index}` }));
  const group = { groupId: 'altres', name: { ca: 'Altres' }, pictogram: 'more' };
  const hours = (more: Fields) => ({ hours: { week: WEEK, ...more } });
  const monday = (...ranges: [string, string][]) => ({
    hours: { week: { ...WEEK, mon: ranges.map(([from, to]) => ({ from, to })) } },
  });

  it('that is valid is accepted', () => {
    expect(checkProfile(valid)).toMatchObject({
      ok: true,
      value: { officeId: 'prova' },
    });
  });

  it.each([
    ['serial', { profileId: 'generic-cr-silence', link: { kind: 'serial', path: '/dev/ttyACM0', baudRate: 9_600 } }],
    ['wedge', { kind: 'wedge' }],
  ])('may have a scanner of the kind %s', (kind, scanner) => {
    expect(checkProfile({ ...valid, scanner })).toMatchObject({ ok: true, value: { scanner: { kind } } });
  });

  it.each<[string, string, Fields]>([
    ['an unknown field', 'unknown field "colour"', { colour: 'green' }],
    ['several unknown fields', 'unknown field "colour", "size"', { colour: 'green', size: 1 }],
    [
      'an unknown field inside a service',
      'services/0: unknown field "price"',
      { services: [{ ...service, price: 3 }] },
    ],
    ['an unknown weekday', 'hours/week: unknown field "dll"', { hours: { week: { ...WEEK, dll: [] } } }],
    ['an id with capitals', 'officeId: expected words of a-z and 0-9 joined by hyphens', { officeId: 'OAC' }],
    [
      'a series of a letter read as a digit',
      'services/0/series: expected one or two capitals other than I, O, Q',
      { services: [{ ...service, series: 'O' }] },
    ],
    [
      'a service without a Catalan name',
      'services/0/name/ca: expected string, but it is missing',
      { services: [{ ...service, name: { es: 'Información' } }] },
    ],
    ['no service', 'services: expected array to have at least 1 items', { services: [] }],
    [
      'a way in that does not exist',
      'services/0/ways/0: expected one of "walk-in"|"appointment"',
      { services: [{ ...service, ways: ['phone'] }] },
    ],
    ['a service id used twice', 'services/1/serviceId: informacio is already in use', { services: [service, service] }],
    [
      'a service in a group that does not exist',
      'services/0/groupId: there is no group altres',
      { services: [{ ...service, groupId: 'altres' }] },
    ],
    ['a group without services', 'groups/0: group altres has 0 services; it must have one to six', { groups: [group] }],
    [
      'a group of seven',
      'groups/0: group altres has 7 services; it must have one to six',
      { groups: [group], services: services(7, { groupId: 'altres' }) },
    ],
    [
      'a group id used twice',
      'groups/1/groupId: altres is already in use',
      { groups: [group, group], services: services(1, { groupId: 'altres' }) },
    ],
    [
      'seven choices on the first list',
      'services: 7 choices on the first list, which has room for six: put some into a group',
      { services: services(7) },
    ],
    [
      'appointments only',
      'services: an appointment is never mandatory: at least one service must take walk-ins (Llei 9/2025)',
      { services: [{ ...service, ways: ['appointment'] }] },
    ],
    ['a language other than Catalan first', 'languages: Catalan comes first', { languages: ['es', 'ca'] }],
    ['a language twice', 'languages: a language is listed twice', { languages: ['ca', 'es', 'es'] }],
    [
      'a zone that does not exist',
      'zone: expected an IANA time zone such as Europe/Madrid',
      { zone: 'Europe/Terrassa' },
    ],
    ['a zone without summer time', 'zone: expected an IANA time zone such as Europe/Madrid', { zone: '+01:00' }],
    ['a time that does not exist', 'hours/week/mon/0/to: expected HH:MM', monday(['09:00', '25:00'])],
    [
      'a range that ends before it starts',
      'hours/week/mon/0: the end must come after the start',
      monday(['15:00', '09:00']),
    ],
    ['a range that is empty', 'hours/week/mon/0: the end must come after the start', monday(['09:00', '09:00'])],
    [
      'ranges that overlap',
      'hours/week/mon: the ranges of a day must follow each other without overlapping',
      monday(['09:00', '13:00'], ['12:00', '15:00']),
    ],
    [
      'ranges in the wrong order',
      'hours/week/mon: the ranges of a day must follow each other without overlapping',
      monday(['16:00', '18:00'], ['09:00', '13:00']),
    ],
    [
      'a closure that ends before it starts',
      'hours/closures/0/span: the last day must not come before the first',
      hours({ closures: [{ span: { from: '2026-08-31', to: '2026-08-01' } }] }),
    ],
    [
      'a closure of a date and a day of every year',
      'hours/closures/0/span: both days must be dates YYYY-MM-DD, or both MM-DD for every year',
      hours({ closures: [{ span: { from: '2026-08-01', to: '08-31' } }] }),
    ],
    [
      'a closure on a day that never comes',
      'hours/closures/0/span/to: expected a date YYYY-MM-DD, or MM-DD for every year',
      hours({ closures: [{ span: { from: '02-01', to: '02-30' } }] }),
    ],
    [
      'a season on a date that never comes',
      'hours/seasons/0/span/from: expected a date YYYY-MM-DD, or MM-DD for every year',
      hours({ seasons: [{ span: { from: '2027-02-29', to: '2027-03-01' }, week: {} }] }),
    ],
    [
      'a printer by name',
      'printer/link/host: expected an IP address such as 192.0.2.10',
      { printer: { profileId: 'epson', link: { kind: 'tcp', host: 'printer.local' } } },
    ],
    [
      'a scanner that types as a keyboard, with a cable',
      'scanner: unknown field "link"',
      { scanner: { kind: 'wedge', link: { kind: 'serial', path: '/dev/ttyACM0', baudRate: 9_600 } } },
    ],
    [
      'a scanner of neither kind, without the model of its cable',
      'scanner/profileId: expected string, but it is missing',
      { scanner: { link: { kind: 'serial', path: '/dev/ttyACM0', baudRate: 9_600 } } },
    ],
    [
      'a privacy page with its scheme',
      'ticket/privacyPage: expected an address without scheme, as printed',
      { ticket: { privacyPage: 'https://exemple.cat' } },
    ],
    [
      'a page to follow turns that is not encrypted',
      'ticket/followPage: expected an address such as https://exemple.cat/T',
      { ticket: { ...valid.ticket, followPage: 'http://exemple.cat' } },
    ],
    [
      'a page to follow turns with small letters in its path, which the QR code could not keep',
      'ticket/followPage: expected an address such as https://exemple.cat/T',
      { ticket: { ...valid.ticket, followPage: 'https://exemple.cat/torn' } },
    ],
    [
      'a page to follow turns too long for the QR code',
      'ticket/followPage: expected string to have at most 34 characters',
      { ticket: { ...valid.ticket, followPage: 'https://exemple-de-nom-molt-llarg.cat/T' } },
    ],
    [
      'documents of a sensitive service',
      'services/0/documents: a sensitive service prints no list of documents',
      { services: [{ ...service, sensitive: true, documents: [{ ca: 'DNI' }] }] },
    ],
    [
      'documents in a sensitive office',
      'services/0/documents: a sensitive service prints no list of documents',
      { sensitive: true, services: [{ ...service, documents: [{ ca: 'DNI' }] }] },
    ],
    [
      'a document without Catalan',
      'services/0/documents/0/ca: expected string, but it is missing',
      { services: [{ ...service, documents: [{ es: 'DNI' }] }] },
    ],
    [
      'more documents than a list holds',
      'services/0/documents: expected array to have at most 10 items',
      { services: [{ ...service, documents: Array.from({ length: 11 }, () => ({ ca: 'DNI' })) }] },
    ],
    ['itself as an office near it', 'nearby/0: an office cannot be its own nearby office', { nearby: ['prova'] }],
    [
      'a field to confirm that it does not hold',
      'toConfirm/0: /phone points to nothing in this document; expected a JSON pointer such as /address',
      { toConfirm: ['/phone'] },
    ],
    [
      'a field to confirm that is not a pointer',
      'toConfirm/0: address points to nothing in this document; expected a JSON pointer such as /address',
      { toConfirm: ['address'] },
    ],
  ])('with %s is refused: %s', (_what, sentence, change) => {
    expect(checkProfile({ ...valid, ...change })).toEqual({
      ok: false,
      error: { kind: 'profile-invalid', detail: sentence },
    });
  });

  it.each([[null], ['a text'], [[]], [7]])('that is %j instead of an object is refused', (document) => {
    expect(checkProfile(document)).toMatchObject({
      ok: false,
      error: { kind: 'profile-invalid', detail: expect.stringMatching(/^expected object, found /) },
    });
  });

  it.each([['/services/0/name/ca'], ['/hours/closures'], ['/hours/week/mon/0'], ['/languages']])(
    'may mark %s as unconfirmed',
    (pointer) => {
      expect(checkProfile({ ...valid, toConfirm: [pointer] }).ok).toBe(true);
    },
  );
});
