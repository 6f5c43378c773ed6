/**
 * SQL: counts the events that the centre has not acknowledged, and the dead letters (events set aside) that are being resent. The image's
 * installer (`build/image/installer/look.ts`) runs this query too.
 */
export const COUNT_UNSENT = `SELECT (SELECT count(*) FROM event WHERE ord > coalesce((SELECT delivered_ord FROM centre), 0))
  + (SELECT count(*) FROM dead_letter WHERE requeued = 1) AS unsent`;

export const LAST_PLACES = 'SELECT epoch, max(seq) AS seq FROM event GROUP BY epoch ORDER BY epoch';
