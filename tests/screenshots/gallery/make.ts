import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openToReaders } from '../../../build/readers.ts';
import { repositoryRoot } from '../../../build/runtime.ts';
import { type BundleForPage, bundleForPage } from '../../../build/vite.ts';
import { contentOfGallery } from './content.ts';

const PAGES = join(import.meta.dirname, 'page');

/** The page needs no other file, so it opens from a disk. */
const pageOf = (title: string, { script, style }: BundleForPage, content = ''): string => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${title}</title>
    <style>${style.replaceAll('</style', '<\\/style')}</style>
  </head>
  <body>${content}<script type="module">${script.replaceAll('</script', '<\\/script')}</script></body>
</html>
`;

/** Writes the gallery's page and the page that its pictures load. Returns the path of the gallery's page. */
export async function makeGallery(folder = join(repositoryRoot, 'out', 'gallery')): Promise<string> {
  const gallery = await bundleForPage(join(PAGES, 'gallery.ts'));
  const screen = await bundleForPage(join(PAGES, 'screen.ts'));
  const data = JSON.stringify(contentOfGallery()).replaceAll('<', '\\u003c');
  const content = `<script type="application/json" id="content">${data}</script>`;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'index.html'), pageOf('Torn: gallery', gallery, content));
  writeFileSync(join(folder, 'screen.html'), pageOf('Torn', screen));
  openToReaders(folder);
  return join(folder, 'index.html');
}
