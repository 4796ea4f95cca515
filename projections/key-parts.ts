/** Tenures as index keys: ten digits, so that they sort as numbers do. */
export const tenureKey = (tenure: number): string => String(tenure).padStart(10, '0');
