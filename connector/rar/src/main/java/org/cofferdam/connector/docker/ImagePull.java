package org.cofferdam.connector.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.exception.DockerClientException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.PullResponseItem;
import java.io.IOException;
import java.time.Duration;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.SandboxException;
import org.jspecify.annotations.Nullable;

/** Fetches images that the engine does not have, when their name says from where. */
final class ImagePull {

    private static final Duration DEADLINE = Duration.ofMinutes(5);

    private final Engine engine;

    ImagePull(Engine engine) {
        this.engine = engine;
    }

    /**
     * Whether it was tried and came.
     *
     * @throws SandboxException {@code image-not-found} when it was tried in vain
     */
    boolean pull(String image) {
        if (!namesRegistry(image)) {
            return false;
        }
        Outcome outcome = new Outcome();
        try {
            engine.call(DEADLINE, client -> {
                try (outcome) {
                    return client.pullImageCmd(tagged(image)).exec(outcome).awaitCompletion();
                } catch (InterruptedException | IOException e) {
                    throw new DockerClientException("The pull was cut off", e);
                }
            });
        } catch (DockerException | DockerClientException e) {
            throw missing(image, e);
        }
        if (outcome.failed) {
            throw missing(image, null);
        }
        return true;
    }

    /** A pull fails within an answer that began well. */
    private static final class Outcome extends ResultCallback.Adapter<PullResponseItem> {

        private volatile boolean failed;

        @Override
        public void onNext(PullResponseItem item) {
            if (item.isErrorIndicated()) {
                failed = true;
            }
        }
    }

    /** Whether the part before the first slash is a host, as in {@code docker.io/library/debian}; {@code localhost} is not asked. */
    static boolean namesRegistry(String image) {
        int slash = image.indexOf('/');
        if (slash < 0) {
            return false;
        }
        String host = image.substring(0, slash);
        return (host.contains(".") || host.contains(":")) && !host.startsWith("localhost");
    }

    /** Without a tag, Docker would pull all of them. */
    private static String tagged(String image) {
        String name = image.substring(image.lastIndexOf('/') + 1);
        return name.contains(":") || name.contains("@") ? image : image + ":latest";
    }

    static SandboxException missing(String image, @Nullable Throwable cause) {
        String hint =
                "Pull or build it with the engine that Cofferdam uses, or give its full name with a registry's host.";
        return new SandboxException(ErrorCode.IMAGE_NOT_FOUND, "There is no image " + image, hint, cause);
    }
}
