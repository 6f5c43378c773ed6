import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { WORKING_LANGUAGES } from '../../../../config/languages.ts';
import { createTranslator } from '../../../../config/locales/index.ts';

const page = readFileSync(join(import.meta.dirname, '../../../../src-renderer/public/staffed-help.html'), 'utf8');

describe('the help page', () => {
  for (const language of WORKING_LANGUAGES)
    it(`has the words of the screen of a core that is down, in ${language}`, () => {
      const t = createTranslator(language, 'screen');
      const marked = language === 'ca' ? '' : ` lang="${language}"`;
      for (const words of [t('desk.title'), t('desk.goThere')])
        expect(page).toMatch(new RegExp(`<\\w+${marked}>${words}<`));
    });

  it('runs no script and loads only its own style', () => {
    expect(page).not.toContain('<script');
    expect([...page.matchAll(/(?:src|href)="([^"]*)"/g)].map((match) => match[1])).toEqual(['staffed-help.css']);
  });
});
