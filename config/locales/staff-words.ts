import { addStaffWords, createTranslator } from './index.ts';
import { STAFF_SENTENCES } from './staff-sentences.ts';

addStaffWords(STAFF_SENTENCES);

/** The translator with the staff's sentences already loaded, for programs that are not pages. Pages load these sentences on demand. */
export { createTranslator };
