import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repositoryRoot } from '../../../build/runtime.ts';
import { MIGRATIONS as CENTRE } from '../../../src-central/database/migrations/index.ts';
import releasedAtCentre from '../../../src-central/database/migrations/released.json' with { type: 'json' };
import { MIGRATIONS as KIOSK } from '../../../src-main/storage/migrations/index.ts';
import releasedAtKiosk from '../../../src-main/storage/migrations/released.json' with { type: 'json' };
import { findEdited, hashOf, migrationNames } from '../../support/released-migrations.ts';

const namesIn = (folder: string) => migrationNames(join(repositoryRoot, folder));

describe.each([
  ['the kiosk', KIOSK, namesIn('src-main/storage/migrations'), releasedAtKiosk],
  ['the centre', CENTRE, namesIn('src-central/database/migrations'), releasedAtCentre],
] as const)('the released migrations of %s', (_, migrations, names, released) => {
  it('have not changed since their release, nor their order', () => {
    expect(findEdited(migrations, names, released)).toEqual([]);
    expect(Object.keys(released).length).toBeGreaterThan(4);
    expect(names).toHaveLength(migrations.length);
  });

  it('fail the check if one is missing or one letter changed', () => {
    const [name = ''] = names;
    expect(findEdited(migrations.slice(1), names.slice(1), released)).toContain(`${name} is not in its place any more`);
    const edited = migrations.map((statements, at) =>
      at === 0 ? JSON.parse(JSON.stringify(statements).replace('CREATE', 'CREATe')) : statements,
    );
    expect(findEdited(edited, names, released)).toEqual([`${name} is not as it was released: write another migration`]);
  });

  it('allow any migration after them', () => {
    expect(findEdited([...migrations, 'CREATE TABLE a (b)'], [...names, '9999-new'], released)).toEqual([]);
    expect(hashOf('a')).not.toBe(hashOf(['a', '']));
  });
});
