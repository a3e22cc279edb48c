export * from './contract.ts';
export * from './recipe.ts';
