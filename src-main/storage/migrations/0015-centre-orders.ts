/**
 * Commands of the centre to this kiosk. `begun` is written before a command is carried out, so that a power cut never makes the kiosk carry
 * it out twice. An ended command is kept for as long as the centre could send it again.
 */
export const centreOrders = `
CREATE TABLE centre_order (
  order_id TEXT NOT NULL PRIMARY KEY,
  action TEXT NOT NULL,
  until_ms REAL,
  deadline_ms REAL NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'begun', 'ended'))
) STRICT, WITHOUT ROWID;
`;
