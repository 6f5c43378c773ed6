/**
 * What people at the centre have ordered this kiosk to do. `begun` is written before it is done: what a power cut falls into is not done
 * twice. One that has ended stays for as long as it could be told again.
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
