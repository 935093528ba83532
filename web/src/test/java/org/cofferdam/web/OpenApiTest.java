package org.cofferdam.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.cofferdam.protocol.access.KeyInfo;
import org.cofferdam.protocol.access.NewKey;
import org.cofferdam.protocol.access.NewTicket;
import org.cofferdam.protocol.access.Role;
import org.cofferdam.protocol.access.TicketInfo;
import org.cofferdam.protocol.code.ContextInfo;
import org.cofferdam.protocol.code.ContextList;
import org.cofferdam.protocol.code.ContextSpec;
import org.cofferdam.protocol.code.ContextState;
import org.cofferdam.protocol.code.RunResult;
import org.cofferdam.protocol.code.RunSpec;
import org.cofferdam.protocol.code.RunStatus;
import org.cofferdam.protocol.error.ErrorCode;
import org.cofferdam.protocol.error.Problem;
import org.cofferdam.protocol.exec.ExecRequest;
import org.cofferdam.protocol.exec.ExecResult;
import org.cofferdam.protocol.exec.OutputEncoding;
import org.cofferdam.protocol.file.ArchiveInfo;
import org.cofferdam.protocol.file.FileChanges;
import org.cofferdam.protocol.file.FileEvent;
import org.cofferdam.protocol.file.FileEventType;
import org.cofferdam.protocol.file.FileInfo;
import org.cofferdam.protocol.file.FileList;
import org.cofferdam.protocol.file.FileMatch;
import org.cofferdam.protocol.file.FileReplacement;
import org.cofferdam.protocol.file.FileRequest;
import org.cofferdam.protocol.file.FileType;
import org.cofferdam.protocol.file.ReplaceResult;
import org.cofferdam.protocol.file.SearchLimit;
import org.cofferdam.protocol.file.SearchLimits;
import org.cofferdam.protocol.file.SearchRequest;
import org.cofferdam.protocol.file.SearchResult;
import org.cofferdam.protocol.git.GitBranch;
import org.cofferdam.protocol.git.GitBranchRequest;
import org.cofferdam.protocol.git.GitBranches;
import org.cofferdam.protocol.git.GitChange;
import org.cofferdam.protocol.git.GitChangeType;
import org.cofferdam.protocol.git.GitCheckedOut;
import org.cofferdam.protocol.git.GitCheckout;
import org.cofferdam.protocol.git.GitCommit;
import org.cofferdam.protocol.git.GitCommitRequest;
import org.cofferdam.protocol.git.GitCredentials;
import org.cofferdam.protocol.git.GitDiff;
import org.cofferdam.protocol.git.GitEvent;
import org.cofferdam.protocol.git.GitFileDiff;
import org.cofferdam.protocol.git.GitLog;
import org.cofferdam.protocol.git.GitPerson;
import org.cofferdam.protocol.git.GitStatus;
import org.cofferdam.protocol.git.GitSync;
import org.cofferdam.protocol.git.GitSynced;
import org.cofferdam.protocol.port.ListeningPort;
import org.cofferdam.protocol.port.ListeningPorts;
import org.cofferdam.protocol.port.PortInfo;
import org.cofferdam.protocol.port.PortList;
import org.cofferdam.protocol.port.PortSpec;
import org.cofferdam.protocol.port.PortVisibility;
import org.cofferdam.protocol.process.Killed;
import org.cofferdam.protocol.process.OutputStreamName;
import org.cofferdam.protocol.process.ProcessInfo;
import org.cofferdam.protocol.process.ProcessList;
import org.cofferdam.protocol.process.ProcessSpec;
import org.cofferdam.protocol.process.ProcessStatus;
import org.cofferdam.protocol.process.Signal;
import org.cofferdam.protocol.process.WaitResult;
import org.cofferdam.protocol.process.WaitSpec;
import org.cofferdam.protocol.sandbox.NetworkMode;
import org.cofferdam.protocol.sandbox.Pong;
import org.cofferdam.protocol.sandbox.ResourceLimits;
import org.cofferdam.protocol.sandbox.SandboxInfo;
import org.cofferdam.protocol.sandbox.SandboxPatch;
import org.cofferdam.protocol.sandbox.SandboxSpec;
import org.cofferdam.protocol.sandbox.SandboxState;
import org.cofferdam.protocol.session.SessionInfo;
import org.cofferdam.protocol.session.SessionList;
import org.cofferdam.protocol.session.SessionSpec;
import org.cofferdam.protocol.template.PoolInfo;
import org.cofferdam.protocol.template.PoolSize;
import org.cofferdam.protocol.template.TemplateInfo;
import org.cofferdam.protocol.template.TemplateSpec;
import org.cofferdam.protocol.terminal.TerminalInfo;
import org.cofferdam.protocol.terminal.TerminalList;
import org.cofferdam.protocol.terminal.TerminalSize;
import org.cofferdam.protocol.terminal.TerminalSpec;
import org.cofferdam.web.json.Json;
import org.cofferdam.web.process.SignalRequest;
import org.junit.jupiter.api.Test;

/** The description is written by hand for its readers; here it is held against the code. */
class OpenApiTest {

    private static final List<Class<?>> REQUESTS = List.of(
            SandboxSpec.class,
            SandboxPatch.class,
            ExecRequest.class,
            ProcessSpec.class,
            SignalRequest.class,
            WaitSpec.class,
            WaitSpec.Log.class,
            WaitSpec.Port.class,
            SessionSpec.class,
            TerminalSpec.class,
            TerminalSize.class,
            PortSpec.class,
            ContextSpec.class,
            RunSpec.class,
            FileRequest.Mkdir.class,
            FileRequest.Move.class,
            FileRequest.Copy.class,
            SearchRequest.Find.class,
            SearchRequest.Replace.class,
            SearchLimits.class,
            GitCheckout.class,
            GitCredentials.class,
            GitPerson.class,
            GitCommitRequest.class,
            GitBranchRequest.class,
            GitSync.class,
            TemplateSpec.class,
            PoolSize.class,
            NewKey.class,
            NewTicket.class);

    private static final List<Class<?>> ANSWERS = List.of(
            Problem.class,
            ResourceLimits.class,
            SandboxInfo.class,
            Pong.class,
            ExecResult.class,
            ProcessInfo.class,
            ProcessList.class,
            Killed.class,
            WaitResult.class,
            SessionInfo.class,
            SessionList.class,
            TerminalInfo.class,
            TerminalList.class,
            PortInfo.class,
            PortList.class,
            ListeningPort.class,
            ListeningPorts.class,
            ContextInfo.class,
            ContextList.class,
            RunResult.class,
            RunResult.Logs.class,
            RunResult.Raised.class,
            FileInfo.class,
            FileList.class,
            ArchiveInfo.class,
            FileMatch.class,
            FileReplacement.class,
            SearchResult.class,
            ReplaceResult.class,
            GitCheckedOut.class,
            GitEvent.class,
            GitStatus.class,
            GitChange.class,
            GitCommit.class,
            GitLog.class,
            GitBranch.class,
            GitBranches.class,
            GitSynced.class,
            GitDiff.class,
            GitFileDiff.class,
            FileEvent.class,
            FileChanges.class,
            TemplateInfo.class,
            PoolInfo.class,
            KeyInfo.class,
            TicketInfo.class);

    private static final List<Class<?>> WORDS = List.of(
            ErrorCode.class,
            SandboxState.class,
            NetworkMode.class,
            ProcessStatus.class,
            ContextState.class,
            RunStatus.class,
            OutputEncoding.class,
            OutputStreamName.class,
            Signal.class,
            FileType.class,
            FileEventType.class,
            PortVisibility.class,
            SearchLimit.class,
            GitChangeType.class,
            Role.class);

    private final JsonNode document = document();

    @Test
    void everyMethodIsDescribedWithItsParameters() throws Exception {
        assertThat(described()).isEqualTo(implemented());
    }

    @Test
    void recordsHaveTheMembersThatAreDescribed() {
        Stream.concat(REQUESTS.stream(), ANSWERS.stream()).forEach(type -> {
            List<String> members = Arrays.stream(type.getRecordComponents())
                    .map(RecordComponent::getName)
                    .toList();
            assertThat(names(schema(type).get("properties")))
                    .as(type.getSimpleName())
                    .isEqualTo(members);
        });
    }

    @Test
    void requestsAllowNoOtherMembers() {
        assertThat(REQUESTS)
                .allMatch(type -> schema(type).get("additionalProperties").isBoolean());
    }

    @Test
    void wordsAreThoseOfTheEnums() {
        for (Class<?> type : WORDS) {
            List<String> words = Arrays.stream(type.getEnumConstants())
                    .map(constant -> new String(Json.bytes(constant), StandardCharsets.UTF_8).replace("\"", ""))
                    .toList();
            List<String> described = new ArrayList<>();
            schema(type).get("enum").forEach(word -> described.add(word.asText()));
            assertThat(described).as(type.getSimpleName()).isEqualTo(words);
        }
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        List<JsonNode> references = document.findValues("$ref");
        assertThat(references)
                .isNotEmpty()
                .allSatisfy(reference -> assertThat(resolve(reference).isMissingNode())
                        .as(reference.asText())
                        .isFalse());
    }

    private Map<String, Set<String>> described() {
        Map<String, Set<String>> all = new TreeMap<>();
        document.get("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(operation -> {
                    if (!operation.getKey().equals("parameters")) {
                        Set<String> parameters = new TreeSet<>();
                        addParameters(path.getValue(), parameters);
                        addParameters(operation.getValue(), parameters);
                        all.put(operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(), parameters);
                    }
                }));
        return all;
    }

    private void addParameters(JsonNode owner, Set<String> parameters) {
        owner.path("parameters").forEach(parameter -> {
            JsonNode resolved = parameter.has("$ref") ? resolve(parameter.get("$ref")) : parameter;
            parameters.add(
                    resolved.get("in").asText() + " " + resolved.get("name").asText());
        });
    }

    private static Map<String, Set<String>> implemented() throws Exception {
        Map<String, Set<String>> all = new TreeMap<>();
        for (Class<?> resource : resources()) {
            String base = "/" + resource.getAnnotation(Path.class).value();
            for (Method method : resource.getDeclaredMethods()) {
                for (Annotation annotation : method.getAnnotations()) {
                    HttpMethod http = annotation.annotationType().getAnnotation(HttpMethod.class);
                    if (http != null) {
                        Path path = method.getAnnotation(Path.class);
                        all.put(
                                http.value() + " " + base + (path == null ? "" : "/" + path.value()),
                                parameters(method));
                    }
                }
            }
        }
        return all;
    }

    private static Set<String> parameters(Method method) {
        Set<String> names = new TreeSet<>();
        for (Parameter parameter : method.getParameters()) {
            for (Annotation annotation : parameter.getAnnotations()) {
                switch (annotation) {
                    case PathParam path -> names.add("path " + path.value());
                    case QueryParam query -> names.add("query " + query.value());
                    case HeaderParam header -> names.add("header " + header.value());
                    default -> {}
                }
            }
        }
        return names;
    }

    private static List<Class<?>> resources() throws Exception {
        URI classFile = Api.class.getResource("Api.class").toURI();
        java.nio.file.Path classes = java.nio.file.Path.of(classFile).resolveSibling("");
        List<Class<?>> resources = new ArrayList<>();
        try (Stream<java.nio.file.Path> files = Files.walk(classes)) {
            for (java.nio.file.Path file :
                    files.filter(f -> f.toString().endsWith("Resource.class")).toList()) {
                String name = classes.relativize(file)
                        .toString()
                        .replace(".class", "")
                        .replace('/', '.');
                resources.add(Class.forName(Api.class.getPackageName() + "." + name));
            }
        }
        return resources;
    }

    private JsonNode schema(Class<?> type) {
        return document.at("/components/schemas/" + type.getSimpleName());
    }

    private JsonNode resolve(JsonNode reference) {
        return document.at(reference.asText().substring(1));
    }

    private static List<String> names(JsonNode object) {
        return object.properties().stream().map(Map.Entry::getKey).toList();
    }

    private static JsonNode document() {
        try (InputStream in = Api.class.getResourceAsStream("/META-INF/openapi.yaml")) {
            return new YAMLMapper().readTree(in);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
