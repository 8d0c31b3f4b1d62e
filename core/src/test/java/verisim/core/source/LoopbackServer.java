package verisim.core.source;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A server on the loopback address whose answers are scripted, good ones and bad ones, one a request. */
public final class LoopbackServer implements AutoCloseable {
    /** Answers one request. */
    @FunctionalInterface
    public interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Deque<Answer> script = new ArrayDeque<>();
    private final List<String> ranges = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch closing = new CountDownLatch(1);

    /** Starts a server that gives these answers in order and then the last one for ever. */
    public LoopbackServer(Answer... answers) throws IOException {
        script.addAll(List.of(answers));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** Returns the address of a file of this name. */
    public URI address(String name) {
        return URI.create("http://localhost:" + server.getAddress().getPort() + "/" + name);
    }

    /** Returns the Range header of each request so far, or "-". */
    public List<String> ranges() {
        return List.copyOf(ranges);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        ranges.add(range == null ? "-" : range);
        Answer answer;
        synchronized (script) {
            answer = script.size() > 1 ? script.poll() : script.peek();
        }
        try (exchange) {
            answer.to(exchange);
        }
    }

    /** Sends all of {@code content}, from the wanted offset on if {@code honourRange}. */
    public static Answer whole(byte[] content, String etag, boolean honourRange) {
        return exchange -> {
            String range = exchange.getRequestHeaders().getFirst("Range");
            String ifRange = exchange.getRequestHeaders().getFirst("If-Range");
            if (etag != null) {
                exchange.getResponseHeaders().set("ETag", etag);
            }
            int from = 0;
            if (honourRange && range != null && (ifRange == null || ifRange.equals(etag))) {
                from = Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
                if (from >= content.length) {
                    exchange.sendResponseHeaders(416, -1);
                    return;
                }
                exchange.getResponseHeaders()
                        .set("Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
            }
            exchange.sendResponseHeaders(from > 0 ? 206 : 200, content.length - from);
            exchange.getResponseBody().write(content, from, content.length - from);
        };
    }

    /** Announces all of {@code content}, sends its first {@code bytes} bytes and closes the connection. */
    public static Answer broken(byte[] content, int bytes, String etag) {
        return exchange -> {
            if (etag != null) {
                exchange.getResponseHeaders().set("ETag", etag);
            }
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content, 0, bytes);
            exchange.getResponseBody().flush();
        };
    }

    /** Answers with a status and a short text. */
    public static Answer status(int status) {
        return exchange -> {
            byte[] text = ("<html>status " + status + "</html>").getBytes(java.nio.charset.StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(status, text.length);
            exchange.getResponseBody().write(text);
        };
    }

    /** Sends some bytes and then nothing, with the connection open, until the server is closed. */
    public Answer silentAfter(byte[] content, int bytes) {
        return exchange -> {
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content, 0, bytes);
            exchange.getResponseBody().flush();
            try {
                closing.await(20, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
    }

    /** Adds an answer in front of the last one. */
    public void scriptFirst(Answer answer) {
        synchronized (script) {
            script.addFirst(answer);
        }
    }

    /** Returns n bytes without a pattern. */
    public static byte[] bytes(int n, long seed) {
        byte[] out = new byte[n];
        verisim.core.random.RandomStream random = verisim.core.random.RandomStream.ofSeed(seed);
        for (int i = 0; i < n; i++) {
            out[i] = (byte) random.nextInt(256);
        }
        return out;
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
