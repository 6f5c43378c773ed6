import { expect, it } from 'vitest';
import { pointerTo, valueAt, withValueAt } from '../../../../../src-main/contract/shared/json-pointer.ts';

it('a pointer is written and followed through names with a slash or a tilde', () => {
  const document = { 'a/b': { '~1': ['x'] } };
  expect(pointerTo(['a/b', '~1', 0])).toBe('/a~1b/~01/0');
  expect(valueAt(document, '/a~1b/~01/0')).toBe('x');
  expect(valueAt(document, '')).toBe(document);
  for (const nowhere of ['a~1b', '/a/b', '/a~1b/~1', '/a~1b/~01/1']) expect(valueAt(document, nowhere)).toBeUndefined();
});

it('a value is set, removed or appended at a pointer, and the original stays unchanged', () => {
  const before = { hours: { mon: ['a'] }, list: [{ name: 'one' }, { name: 'two' }] };
  const copy = structuredClone(before);
  expect(withValueAt(before, '/hours/tue', ['b'])).toEqual({ ...before, hours: { mon: ['a'], tue: ['b'] } });
  expect(withValueAt(before, '/new/deep', 1)).toEqual({ ...before, new: { deep: 1 } });
  expect(withValueAt(before, '/hours/mon', undefined)).toEqual({ ...before, hours: {} });
  expect(withValueAt(before, '/list/0', undefined)).toEqual({ ...before, list: [{ name: 'two' }] });
  expect(withValueAt(before, '/list/-', { name: 'three' })).toMatchObject({ list: { length: 3 } });
  expect(withValueAt(before, '/list/1/name', 'other')).toMatchObject({ list: [{ name: 'one' }, { name: 'other' }] });
  expect(before).toEqual(copy);
});
