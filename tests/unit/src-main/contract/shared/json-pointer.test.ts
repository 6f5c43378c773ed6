import { expect, it } from 'vitest';
import { pointerTo, valueAt } from '../../../../../src-main/contract/shared/json-pointer.ts';

it('writes and follows a pointer through names that hold a slash or a tilde', () => {
  const document = { 'a/b': { '~1': ['x'] } };
  expect(pointerTo(['a/b', '~1', 0])).toBe('/a~1b/~01/0');
  expect(valueAt(document, '/a~1b/~01/0')).toBe('x');
  expect(valueAt(document, '')).toBe(document);
  for (const nowhere of ['a~1b', '/a/b', '/a~1b/~1', '/a~1b/~01/1']) expect(valueAt(document, nowhere)).toBeUndefined();
});
