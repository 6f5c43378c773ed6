import { describe, expect, it } from 'vitest';
import { type PlanNode, scansOfAllCities } from '../../support/city-plans.ts';

describe('a plan', () => {
  const shape = { tables: new Set(['ticket']), indexes: new Set(['of_city']) };
  const by = (index: string, type = 'Bitmap Index Scan') => ({
    'Node Type': type,
    'Index Name': index,
    'Index Cond': '((city_id = $1) AND (number = $2))',
  });
  const heap = (...Plans: PlanNode[]) => ({ 'Node Type': 'Bitmap Heap Scan', 'Relation Name': 'ticket', Plans });
  const joined = (type: string, ...Plans: PlanNode[]) => heap({ 'Node Type': type, Plans });
  const [good, wide] = [by('of_city'), by('by_number')];

  it.each<[string, PlanNode, boolean]>([
    ['one index of the city', { ...by('of_city', 'Index Scan'), 'Relation Name': 'ticket' }, true],
    ['an index that names the city later', { ...by('by_number', 'Index Only Scan'), 'Relation Name': 'ticket' }, false],
    ['a bitmap of the city', heap(good), true],
    ['a bitmap of another index', heap(wide), false],
    ['one of two that are joined by AND', joined('BitmapAnd', wide, good), true],
    ['one of two that are joined by OR', joined('BitmapOr', good, wide), false],
    ['both that are joined by OR', joined('BitmapOr', good, good), true],
    ['a bitmap of another index above one that keeps to the city', heap(wide, heap(good)), false],
  ])('by %s keeps to one city, or does not', (_, plan, keeps) => {
    expect(scansOfAllCities(plan, shape)).toHaveLength(keeps ? 0 : 1);
  });
});
