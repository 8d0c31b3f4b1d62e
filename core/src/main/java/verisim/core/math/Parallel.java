package verisim.core.math;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * Runs the parts of a computation side by side. Within a part, products of matrices have one thread, so results depend on how the
 * work was cut into parts, which the caller fixes, and not on the number of threads: that of {@link Blas#threads()}, or more if the
 * system property {@value #THREADS_PROPERTY} allows more.
 */
public final class Parallel {
    /** The most threads, where that is to be more than products of matrices use. */
    public static final String THREADS_PROPERTY = "verisim.parallelThreads";

    private static final Object ONE_AT_A_TIME = new Object();

    private static final ExecutorService POOL = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "verisim-parallel");
        thread.setDaemon(true);
        return thread;
    });

    private Parallel() {}

    /**
     * Calls {@code part} once with each number from 0 to {@code parts - 1}, in no particular order, and returns when all have
     * ended. A part must not call this method.
     *
     * @param part writes where no other part reads or writes; draws random numbers from a stream of its own
     * @throws RuntimeException what a part threw, after the others have ended
     */
    public static void run(int parts, IntConsumer part) {
        synchronized (ONE_AT_A_TIME) {
            int threads = Math.min(Math.max(Blas.threads(), Integer.getInteger(THREADS_PROPERTY, 1)), parts);
            Blas.useThreads(1);
            try {
                runOn(threads, parts, part);
            } finally {
                Blas.useThreads(Blas.threads());
            }
        }
    }

    private static void runOn(int threads, int parts, IntConsumer part) {
        AtomicInteger next = new AtomicInteger();
        Runnable worker = () -> {
            for (int i = next.getAndIncrement(); i < parts; i = next.getAndIncrement()) {
                part.accept(i);
            }
        };
        List<Future<?>> others = new ArrayList<>();
        for (int t = 1; t < threads; t++) {
            others.add(POOL.submit(worker));
        }
        RuntimeException failure = null;
        try {
            worker.run();
        } catch (RuntimeException e) {
            failure = e;
        }
        for (Future<?> other : others) {
            try {
                other.get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof Error error) {
                    throw error;
                }
                failure = failure == null ? (RuntimeException) e.getCause() : failure;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while parts of a computation were running", e);
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
