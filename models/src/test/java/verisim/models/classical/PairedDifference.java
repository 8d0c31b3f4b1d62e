package verisim.models.classical;

/** The mean difference of the log-probabilities of two models on the same rows, with its standard error. */
record PairedDifference(double mean, double standardError) {
    static PairedDifference of(double[] ours, double[] others) {
        double mean = 0;
        for (int i = 0; i < ours.length; i++) {
            mean += (ours[i] - others[i]) / ours.length;
        }
        double squares = 0;
        for (int i = 0; i < ours.length; i++) {
            double gap = ours[i] - others[i] - mean;
            squares += gap * gap;
        }
        return new PairedDifference(mean, Math.sqrt(squares / (ours.length - 1) / ours.length));
    }

    /** Returns how many standard errors ours lies below the other. */
    double standardErrorsBelow() {
        return -mean / standardError;
    }
}
