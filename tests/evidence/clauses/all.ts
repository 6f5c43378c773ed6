import type { Chapter } from '../clause.ts';
import { CLOSED } from './closed.ts';
import { GENERIC } from './generic.ts';
import { HARDWARE } from './hardware.ts';
import { LAW } from './law.ts';
import { SOFTWARE } from './software.ts';
import { VOICE_AND_VIDEO } from './voice-and-video.ts';
import { WCAG } from './wcag.ts';

export const CHAPTERS: readonly Chapter[] = [CLOSED, GENERIC, VOICE_AND_VIDEO, HARDWARE, SOFTWARE, WCAG, LAW];
