/**
 * Classical models, fitted in closed form or by expectation maximisation: the floor that every other family must beat. All of
 * them state their density exactly. Read {@link verisim.models.classical.Gaussian} first.
 */
package verisim.models.classical;
