import { addStaffWords, createTranslator } from './index.ts';
import { STAFF_SENTENCES } from './staff-sentences.ts';

addStaffWords(STAFF_SENTENCES);

/** Like `index.ts`, with the staff's sentences loaded, for programs that are no page. */
export { createTranslator };
