import { expect, it } from 'vitest';
import { partsOf } from '../../../../build/demonstration/changes.ts';

const bundled = {
  renderer: new Set(['/torn/src-renderer/main.tsx', '/torn/src-main/domain/locator.ts']),
  hub: new Set(['/torn/src-renderer/hall/main.tsx']),
  shell: new Set(['/torn/src-main/shell/main.ts', '/torn/src-main/contract/kiosk-api.ts']),
  core: new Set(['/torn/src-main/contract/kiosk-api.ts', '/torn/src-main/domain/locator.ts']),
};

for (const { changed, parts } of [
  { changed: ['src-renderer/main.tsx'], parts: ['renderer'] },
  { changed: ['src-renderer/hall/main.tsx'], parts: ['renderer', 'hub'] },
  { changed: ['src-renderer/public/staffed-help.html'], parts: ['renderer'] },
  { changed: ['src-main/shell/main.ts'], parts: ['shell'] },
  { changed: ['src-main/domain/locator.ts'], parts: ['renderer', 'core'] },
  { changed: ['src-main/contract/kiosk-api.ts'], parts: ['shell', 'core'] },
  { changed: ['config/offices/demonstration.json'], parts: ['core'] },
  { changed: ['src-main/README.md', 'src-main/domain/imported-by-none.ts'], parts: [] },
  { changed: ['src-main/shell/main.ts', 'src-renderer/main.tsx'], parts: ['shell', 'renderer'] },
])
  it(`rebuilds ${parts.join(' and ') || 'nothing'} for ${changed.join(' and ')}`, () => {
    expect(partsOf('/torn', changed, bundled)).toEqual(new Set(parts));
  });
