/** SHA-256 of the kiosk's certificate when a browser was paired, so that the browser's page can say that the certificate has changed. */
export const hubCertificate = `
ALTER TABLE hub_identity ADD COLUMN certificate TEXT;
`;
