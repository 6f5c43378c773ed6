import { join } from 'node:path';
import { loadOffice } from '../../src-main/configuration/load.ts';
import { OFFICES } from './core-process.ts';
import { must } from './must.ts';

export const shippedOffice = (officeId = 'demonstration') =>
  must(loadOffice({ profileFile: join(OFFICES, `${officeId}.json`), configDir: join(OFFICES, '..') }));
