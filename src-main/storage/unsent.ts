/**
 * SQL: counts events that the centre has not acknowledged, and rejected ones that a person sends again. The installer of an image runs this
 * query too.
 */
export const COUNT_UNSENT = `SELECT (SELECT count(*) FROM event WHERE ord > coalesce((SELECT delivered_ord FROM centre), 0))
  + (SELECT count(*) FROM dead_letter WHERE requeued = 1) AS unsent`;

export const LAST_PLACES = 'SELECT epoch, max(seq) AS seq FROM event GROUP BY epoch ORDER BY epoch';
