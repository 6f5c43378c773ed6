import { RETENTION, type RetentionClass } from '../../src-main/contract/shared/retention.ts';
import { PROJECTED_COLUMNS } from '../projections/projection.ts';

/**
 * Every column of every table of the centre with its retention classes, from `retention.json` and, for tables made from events, from their
 * projections.
 */
export const CENTRE_COLUMNS: Readonly<Record<string, RetentionClass | readonly RetentionClass[]>> = {
  ...RETENTION.centre,
  ...PROJECTED_COLUMNS,
};
