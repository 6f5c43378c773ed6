/** The account or token that made a token, and whose owner may therefore know it. Null: the command line. */
export const tokenMakers: readonly string[] = ['ALTER TABLE access_token ADD COLUMN made_by uuid'];
