import { RETENTION, type RetentionClass } from '../../src-main/contract/shared/retention.ts';
import { PROJECTED_COLUMNS } from '../projections/projection.ts';

/** Every column of every table of the centre with what ends it: as `retention.json` says, and of tables made of events as their projection does. */
export const CENTRE_COLUMNS: Readonly<Record<string, RetentionClass | readonly RetentionClass[]>> = {
  ...RETENTION.centre,
  ...PROJECTED_COLUMNS,
};
