/**
 * Stands in a corpus folder while it is being downloaded, and stays if that is stopped, so that half a corpus is not
 * taken for the whole.
 */
export const INCOMPLETE = '.incomplete';
