/**
 * Classical models fitted in closed form: the floor that every other family must beat. Read {@link
 * verisim.models.classical.Gaussian} first.
 */
package verisim.models.classical;
