export { chooseRecipe, type RecipeChoice } from './choose-recipe.ts';
export { shortestClipSamples } from './shortest-clip.ts';
