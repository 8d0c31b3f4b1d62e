/** Named streams of random numbers. Read {@link verisim.core.random.RandomStream} first. */
package verisim.core.random;
