/** One order may stand with two tickets, where two kiosks that did not hear each other carried it out. */
export const livesById: readonly string[] = ['CREATE INDEX ticket_life_by_id ON ticket_life (city_id, life_id)'];
