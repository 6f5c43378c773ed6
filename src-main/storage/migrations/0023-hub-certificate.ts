/** SHA-256 of the hub's certificate when a browser was let in: its page says when the certificate has changed since. */
export const hubCertificate = `
ALTER TABLE hub_identity ADD COLUMN certificate TEXT;
`;
