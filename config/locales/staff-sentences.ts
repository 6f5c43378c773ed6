import type { WorkingLanguage } from '../languages.ts';
import caFaults from './ca/faults.json' with { type: 'json' };
import caOperator from './ca/operator.json' with { type: 'json' };
import caStaff from './ca/staff.json' with { type: 'json' };
import caTechnician from './ca/technician.json' with { type: 'json' };
import enFaults from './en/faults.json' with { type: 'json' };
import enOperator from './en/operator.json' with { type: 'json' };
import enStaff from './en/staff.json' with { type: 'json' };
import enTechnician from './en/technician.json' with { type: 'json' };
import esFaults from './es/faults.json' with { type: 'json' };
import esOperator from './es/operator.json' with { type: 'json' };
import esStaff from './es/staff.json' with { type: 'json' };
import esTechnician from './es/technician.json' with { type: 'json' };

const catalan = { technician: caTechnician, operator: caOperator, staff: caStaff, faults: caFaults };

/** The sentences for technicians and staff. The first screen is a citizen's and does not load them. */
export const STAFF_SENTENCES = {
  ca: catalan,
  es: { technician: esTechnician, operator: esOperator, staff: esStaff, faults: esFaults },
  en: { technician: enTechnician, operator: enOperator, staff: enStaff, faults: enFaults },
} satisfies Record<WorkingLanguage, typeof catalan>;
