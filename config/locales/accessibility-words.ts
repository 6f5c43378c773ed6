import type { WorkingLanguage } from '../../src-main/domain/languages.ts';
import ca from './ca/accessibility.json' with { type: 'json' };
import en from './en/accessibility.json' with { type: 'json' };
import es from './es/accessibility.json' with { type: 'json' };

/** Of the accessibility statement; these sentences stay out of what the screens load. Catalan decides which there are. */
export const ACCESSIBILITY_SENTENCES = { ca, es, en } satisfies Record<WorkingLanguage, typeof ca>;
